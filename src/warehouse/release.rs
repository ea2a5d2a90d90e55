//! What a release says of itself, read back by whoever publishes, compares or verifies.

use std::path::Path;

use duckdb::{Connection, OptionalExt};

use super::open;

/// The row of the table `run`, as far as other runs ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub run_id: String,
    /// Identifies all that the release was made from; empty where a result was missing for want of resources.
    pub inputs: String,
    pub logical_hash: String,
    /// The release that was published when it was made.
    pub previous_run: Option<String>,
    /// Findings that need a person and that nobody accepted.
    pub open_findings: u64,
}

/// The facts of a release; nothing if the file is none of this version of the program.
///
/// # Errors
/// It is no DuckDB file that can be opened.
pub fn facts(path: &Path) -> duckdb::Result<Option<Facts>> {
    let connection = open(path)?;
    let facts =
        connection.query_row("SELECT run_id, inputs, logical_hash, previous_run, open_findings FROM run", [], |row| {
            Ok(Facts {
                run_id: row.get(0)?,
                inputs: row.get(1)?,
                logical_hash: row.get(2)?,
                previous_run: row.get(3)?,
                open_findings: row.get(4)?,
            })
        });
    match facts.optional() {
        // Files of earlier versions lack columns.
        Err(duckdb::Error::DuckDBFailure(..)) => Ok(None),
        facts => facts,
    }
}

/// The run that made a release, of whatever version of the program.
///
/// # Errors
/// The file does not say.
pub fn run_id(path: &Path) -> duckdb::Result<String> {
    open(path)?.query_row("SELECT run_id FROM run", [], |row| row.get(0))
}

/// Two releases side by side, as `earlier` and `later`, to read them and nothing else.
///
/// # Errors
/// One of them cannot be opened.
pub fn side_by_side(earlier: &Path, later: &Path) -> duckdb::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    for (name, path) in [("earlier", earlier), ("later", later)] {
        let quoted = path.display().to_string().replace('\'', "''");
        connection.execute_batch(&format!("ATTACH '{quoted}' AS {name} (READ_ONLY);"))?;
    }
    connection.execute_batch(
        "SET enable_external_access = false;
         SET autoload_known_extensions = false;
         SET autoinstall_known_extensions = false;
         SET lock_configuration = true;",
    )?;
    Ok(connection)
}

/// Writes into a copy of a release that nobody else has open that a person has accepted it.
///
/// # Errors
/// It cannot be written.
pub fn accepted(path: &Path, by: &str, on: &str, reason: &str) -> duckdb::Result<()> {
    let connection = Connection::open(path)?;
    connection.execute("UPDATE run SET accepted_by = ?, accepted_on = ?, accepted_reason = ?", [by, on, reason])?;
    connection.execute_batch("CHECKPOINT;")?;
    connection.close().map_err(|(_, error)| error)
}
