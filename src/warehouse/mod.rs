//! DuckDB files: how one is made, opened and described, whoever makes it; [`row`] fills its tables, [`mod@hash`]
//! says whether two say the same, and [`release`] reads back what a release says of itself.
//!
//! Texts of returns reach a database as values only, never as SQL.

pub mod hash;
pub mod release;
pub mod row;

use std::borrow::Cow;
use std::path::Path;

use duckdb::{AccessMode, Config, Connection};

/// The catalog of a file while it is made.
pub const NEW: &str = "release";

/// A column: name, type, comment.
pub type Column = (Cow<'static, str>, &'static str, Cow<'static, str>);

/// A table, or a view, as a reader sees it.
#[derive(Debug)]
pub struct Relation {
    pub name: Cow<'static, str>,
    pub is_view: bool,
    pub comment: Cow<'static, str>,
    pub columns: Vec<Column>,
}

impl Relation {
    #[must_use]
    pub fn create(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|(name, kind, _)| format!("{name} {kind}")).collect();
        format!("CREATE TABLE {} ({});", self.name, columns.join(", "))
    }

    #[must_use]
    pub fn comments(&self) -> String {
        let quoted = |text: &str| text.replace('\'', "''");
        let kind = if self.is_view { "VIEW" } else { "TABLE" };
        let mut sql = format!("COMMENT ON {kind} {} IS '{}';", self.name, quoted(&self.comment));
        for (name, _, comment) in &self.columns {
            let column = format!("COMMENT ON COLUMN {}.{name} IS '{}';", self.name, quoted(comment));
            sql.push_str(&column);
        }
        sql
    }
}

/// Makes a new DuckDB file at `path`, which `fill` writes in one transaction, and closes it.
///
/// # Errors
/// DuckDB refused: no space, a file in the way, or a mistake of ours; the caller throws the file away.
pub fn create(path: &Path, fill: impl FnOnce(&Connection) -> duckdb::Result<()>) -> duckdb::Result<()> {
    let connection = Connection::open_in_memory()?;
    // Read by clients from 1.4 on. The file is attached, because only so can its storage version be chosen; then the
    // door is shut: nothing in this connection can read or fetch anything else. What does not fit into memory goes
    // beside the file, in a folder that is private while it is made.
    let quoted = |path: &Path| path.display().to_string().replace('\'', "''");
    let (target, spill) = (quoted(path), quoted(&path.with_extension("spill")));
    connection.execute_batch(&format!(
        "ATTACH '{target}' AS {NEW} (STORAGE_VERSION 'v1.4.0');
         USE {NEW};
         SET temp_directory = '{spill}';
         SET enable_external_access = false;
         SET autoload_known_extensions = false;
         SET autoinstall_known_extensions = false;
         SET lock_configuration = true;
         BEGIN TRANSACTION;"
    ))?;
    fill(&connection)?;
    connection.execute_batch(&format!("COMMIT; CHECKPOINT {NEW}; USE memory; DETACH {NEW};"))?;
    connection.close().map_err(|(_, error)| error)
}

/// Opens a file that others made, to read it and nothing else.
///
/// # Errors
/// It is no DuckDB file, of a later version, or being written.
pub fn open(path: &Path) -> duckdb::Result<Connection> {
    let settings = Config::default()
        .access_mode(AccessMode::ReadOnly)?
        .enable_external_access(false)?
        .enable_autoload_extension(false)?;
    Connection::open_with_flags(path, settings)
}
