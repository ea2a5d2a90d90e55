//! Questions to the published release, read-only, whatever command asks them.

use std::path::{Path, PathBuf};

use duckdb::Connection;
use duckdb::types::Value;

use super::{Exit, say, stopped};
use crate::config::{self, Plan};
use crate::pipeline::Stop;
use crate::warehouse;

/// The rows of an answer, every value as DuckDB itself writes it; NULL is absent.
#[derive(Debug)]
pub(super) struct Answer {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
}

/// Opens the release of a project; if there is none, a person has been told why.
///
/// # Errors
/// The exit code of the command.
pub(super) fn release(project: &Path) -> Result<Connection, Exit> {
    let plan = config::load(project).map_err(|problems| stopped(&Stop::Configuration(problems)))?;
    warehouse::open(&release_of(&plan)?).map_err(|error| refused(&error))
}

/// The published file of a project; if there is none, a person has been told so.
///
/// # Errors
/// The exit code of the command.
pub(super) fn release_of(plan: &Plan) -> Result<PathBuf, Exit> {
    let path = plan.release();
    if path.is_file() {
        return Ok(path);
    }
    say(&format!("error: there is no release at {}", plan.settings.warehouse.display()));
    say("  hint: foi run makes one");
    Err(Exit::NoInput)
}

/// Says why DuckDB gave no answer.
pub(super) fn refused(error: &duckdb::Error) -> Exit {
    say(&format!("error: {error}"));
    Exit::NothingReadable
}

/// Asks one question; `?` stands for the values, in their order.
///
/// # Errors
/// DuckDB refused it.
pub(super) fn ask(connection: &Connection, sql: &str, values: &[&str]) -> duckdb::Result<Answer> {
    let sql = sql.trim().trim_end_matches(';');
    // By itself first, so that an error speaks of the question as it was written.
    connection.prepare(sql)?;
    let mut statement = connection.prepare(&format!("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql}\n)"))?;
    let mut found = statement.query(duckdb::params_from_iter(values))?;
    let headers: Vec<String> = found.as_ref().map(duckdb::Statement::column_names).unwrap_or_default();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let cells = (0..headers.len()).map(|column| match row.get::<_, Value>(column)? {
            Value::Text(text) => Ok(Some(text)),
            _ => Ok(None),
        });
        rows.push(cells.collect::<duckdb::Result<Vec<Option<String>>>>()?);
    }
    Ok(Answer { headers, rows })
}
