//! **load**: batch -> a scratch DuckDB file, by one writer.
//!
//! Must never open the published file for writing. [`schema`] declares every table and column with its comment,
//! [`rows`] appends, [`views`] writes the questions people ask as SQL, generated from the dimensions, and
//! [`described`] says what they mean. Texts of returns reach the database as values only, never as SQL.

mod described;
mod in_force;
mod noticed;
mod row;
mod rows;
mod schema;
mod tables;
mod views;

use std::path::Path;

use duckdb::Connection;

use crate::config::Plan;
use crate::model::batch::Batch;
use crate::model::finding::Finding;
use crate::model::reconciled::Reconciled;

/// What a run knows about itself.
#[derive(Debug, Clone)]
pub struct RunFacts {
    pub run_id: String,
    /// UTC, `2026-11-21 18:05:00`.
    pub started: String,
}

/// Writes everything into a new DuckDB file at `path`, in one transaction, and closes it.
///
/// # Errors
/// DuckDB refused: no space, a file in the way, or a mistake of ours; the caller throws the scratch file away.
pub fn scratch(
    path: &Path,
    plan: &Plan,
    batch: &Batch,
    reconciled: &Reconciled,
    findings: &[Finding],
    run: &RunFacts,
) -> duckdb::Result<()> {
    let connection = Connection::open_in_memory()?;
    // Read by clients from 1.4 on. The file is attached, because only so can its storage version be chosen; then the
    // door is shut: nothing in this connection can read or fetch anything else. What does not fit into memory goes
    // beside the scratch file, which is private.
    let quoted = |path: &Path| path.display().to_string().replace('\'', "''");
    let (target, spill) = (quoted(path), quoted(&path.with_extension("spill")));
    connection.execute_batch(&format!(
        "ATTACH '{target}' AS release (STORAGE_VERSION 'v1.4.0');
         USE release;
         SET temp_directory = '{spill}';
         SET enable_external_access = false;
         SET autoload_known_extensions = false;
         SET autoinstall_known_extensions = false;
         SET lock_configuration = true;
         BEGIN TRANSACTION;"
    ))?;
    let tables = schema::tables(plan);
    for table in &tables {
        connection.execute_batch(&table.create())?;
    }
    rows::append(&connection, plan, batch, reconciled, findings, run)?;
    connection.execute_batch(&views::sql(plan))?;
    for table in tables.iter().chain(&described::views(plan)) {
        connection.execute_batch(&table.comments())?;
    }
    for statement in described::inherited(&connection)? {
        connection.execute_batch(&statement)?;
    }
    connection.execute_batch("COMMIT; CHECKPOINT release; USE memory; DETACH release;")?;
    connection.close().map_err(|(_, error)| error)
}
