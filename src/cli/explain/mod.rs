//! `foi explain`: where a number came from, and what a finding means.
//!
//! Everything about a number is asked of the published release, which is opened read-only: the inbox may have changed
//! since. [`observation`] gathers what the release knows of one count, [`row`] finds the counts behind a row of a view,
//! [`shown`] and [`kinds`] put it into words.

mod kinds;
mod observation;
mod record;
mod row;
mod shown;

use std::path::Path;

use clap::Args;
use duckdb::Connection;

use super::answers;
use super::{Exit, put, say};
use crate::report::clean;

/// Say where a number came from, or what a finding means
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The id of an observation, or several; or a view or macro and column=value; or a kind of finding; or `kinds`
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    /// Of a view: explain all rows that fit, not only the one
    #[arg(long)]
    all: bool,
    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// Why there is nothing to explain.
enum Unexplained {
    /// It is not there: what, and what to try.
    Missing(String, Vec<String>),
    /// The question is not clear: why, and what to try.
    Unclear(String, Vec<String>),
    Refused(duckdb::Error),
}

impl From<duckdb::Error> for Unexplained {
    fn from(error: duckdb::Error) -> Self {
        Self::Refused(error)
    }
}

impl Explain {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        // These need no release: whoever reads of a finding may not have one yet.
        if let Some(text) = kinds::asked(&self.what, self.json) {
            put(&text);
            return Exit::Done;
        }
        let release = match answers::release(project) {
            Ok(release) => release,
            Err(exit) => return exit,
        };
        match self.explained(&release) {
            Ok(text) => {
                put(&text);
                Exit::Done
            }
            Err(Unexplained::Missing(what, hints)) => told(&what, &hints, Exit::NoInput),
            Err(Unexplained::Unclear(what, hints)) => told(&what, &hints, Exit::Usage),
            Err(Unexplained::Refused(error)) => answers::refused(&error),
        }
    }

    fn explained(&self, release: &Connection) -> Result<String, Unexplained> {
        let first = &self.what[0];
        if row::is_relation(release, first)? {
            let rows = row::explained(release, first, &self.what[1..], self.all)?;
            return Ok(self.printed(&rows, row::Explained::json, row::Explained::text));
        }
        if let Some(odd) = self.what.iter().find(|what| !observation::may_be_id(what)) {
            let mut near = kinds::nearest(odd);
            near.extend(row::nearest(release, odd)?);
            let mut hints: Vec<String> = near.into_iter().map(|name| format!("did you mean `{name}`?")).collect();
            hints.push("give an observation_id, a view with column=value, a kind of finding, or `kinds`".into());
            let what = format!("`{odd}` is no observation, view, macro or kind of finding");
            return Err(Unexplained::Unclear(what, hints));
        }
        let ids = self.what.iter().map(|start| observation::id(release, start)).collect::<Result<Vec<_>, _>>()?;
        let all = ids.iter().map(|id| observation::gather(release, id)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.printed(&all, |one| serde_json::json!(one), shown::observation))
    }

    /// Each as JSON on a line of its own, or as text with a blank line between.
    fn printed<T>(&self, all: &[T], json: impl Fn(&T) -> serde_json::Value, text: impl Fn(&T) -> String) -> String {
        if self.json {
            all.iter().map(|one| clean::json_of(&json(one)) + "\n").collect()
        } else {
            all.iter().map(text).collect::<Vec<_>>().join("\n")
        }
    }
}

fn told(what: &str, hints: &[String], exit: Exit) -> Exit {
    say(&format!("error: {what}"));
    for hint in hints {
        say(&format!("  hint: {hint}"));
    }
    exit
}
