//! **load**: batch -> a scratch DuckDB file, by one writer.
//!
//! Must never open the published file for writing. [`schema`] declares every table and column with its comment,
//! [`rows`] appends, [`views`] writes the questions people ask as SQL, generated from the dimensions, and
//! [`described`] says what they mean. Texts of returns reach the database as values only, never as SQL.

mod described;
mod in_force;
mod noticed;
mod rows;
mod schema;
mod tables;
mod views;

use std::path::Path;

use crate::config::Plan;
use crate::model::batch::Batch;
use crate::model::finding::Finding;
use crate::model::reconciled::Reconciled;
use crate::warehouse;

/// What a run knows about itself.
#[derive(Debug, Clone)]
pub struct RunFacts {
    pub run_id: String,
    /// UTC, `2026-11-21 18:05:00`.
    pub started: String,
    /// Identifies all that the release is made from; empty where a result is missing for want of resources.
    pub inputs: String,
    /// The release that was published when it was made.
    pub previous_run: Option<String>,
}

/// Writes everything into a new DuckDB file at `path`.
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
    warehouse::create(path, |connection| {
        let tables = schema::tables(plan);
        for table in &tables {
            connection.execute_batch(&table.create())?;
        }
        rows::append(connection, plan, batch, reconciled, findings)?;
        connection.execute_batch(&views::sql(plan))?;
        for table in tables.iter().chain(&described::views(plan)) {
            connection.execute_batch(&table.comments())?;
        }
        for statement in described::inherited(connection)? {
            connection.execute_batch(&statement)?;
        }
        // Last, because it says what all the others come to.
        rows::run(connection, batch, findings, run)
    })
}
