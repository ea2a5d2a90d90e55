//! `foi query`.

use std::io::IsTerminal;
use std::path::Path;

use clap::Args;

use super::answers::{self, Answer};
use super::{Exit, put, say};
use crate::report::tables;

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
        let connection = match answers::release(project) {
            Ok(connection) => connection,
            Err(exit) => return exit,
        };
        let Answer { headers, rows } = match answers::ask(&connection, &self.sql, &[]) {
            Ok(answer) => answer,
            Err(error) => return answers::refused(&error),
        };
        let rows: Vec<Vec<String>> =
            rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect();
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
