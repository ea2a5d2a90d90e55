//! `foi query`.

use std::io::IsTerminal;
use std::path::Path;

use clap::Args;
use duckdb::types::Value;

use super::{Exit, put, release_of, say, stopped};
use crate::config;
use crate::pipeline::Stop;
use crate::report::tables;
use crate::warehouse;

/// Ask the release something, read-only
#[derive(Debug, Args)]
pub(super) struct Query {
    /// The SQL, for example "FROM force_totals"
    sql: String,
    /// Print CSV even on a terminal
    #[arg(long)]
    csv: bool,
}

impl Query {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        let path = match release_of(&plan) {
            Ok(path) => path,
            Err(exit) => return exit,
        };
        let (headers, rows) = match ask(&path, &self.sql) {
            Ok(answer) => answer,
            Err(error) => {
                say(&format!("error: {error}"));
                return Exit::NothingReadable;
            }
        };
        if std::io::stdout().is_terminal() && !self.csv {
            put(&format!("{}\n", tables::drawn(&headers, &rows)));
        } else {
            match tables::csv(&headers, &rows) {
                Ok(text) => put(&text),
                Err(error) => {
                    say(&format!("error: {error}"));
                    return Exit::Io;
                }
            }
        }
        Exit::Done
    }
}

/// Every value as DuckDB itself writes it.
fn ask(path: &Path, sql: &str) -> duckdb::Result<(Vec<String>, Vec<Vec<String>>)> {
    let connection = warehouse::open(path)?;
    let sql = sql.trim().trim_end_matches(';');
    // By itself first, so that an error speaks of the query as it was written.
    connection.prepare(sql)?;
    let mut statement = connection.prepare(&format!("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql}\n)"))?;
    let mut found = statement.query([])?;
    let headers: Vec<String> = found.as_ref().map(duckdb::Statement::column_names).unwrap_or_default();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let cells = (0..headers.len()).map(|column| match row.get::<_, Value>(column)? {
            Value::Text(text) => Ok(text),
            _ => Ok(String::new()),
        });
        rows.push(cells.collect::<duckdb::Result<Vec<String>>>()?);
    }
    Ok((headers, rows))
}
