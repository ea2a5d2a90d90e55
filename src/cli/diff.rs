//! `foi diff`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Exit, put, say, stopped};
use crate::config;
use crate::gate;
use crate::pipeline::Stop;
use crate::publish::NotPublished;
use crate::releases;
use crate::report::{changes, clean, tables};

/// Say what changed from one release to another
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The earlier release: a file, or the run that made it; by default the one before the later
    earlier: Option<String>,
    /// The later release; by default the one that was refused last, else the published one
    later: Option<String>,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// List every figure that changed, not how many of each force and question
    #[arg(long)]
    figures: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person
    Text,
    /// One JSON object
    Json,
    /// One table
    Csv,
}

impl Diff {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        let target = plan.release();
        let (earlier, later) = match self.files(&target) {
            Ok(files) => files,
            Err(error) => return stopped(&Stop::Publish(error)),
        };
        let answer = if self.figures {
            gate::figures(&plan, &earlier, &later).map(|moved| match self.format {
                Format::Json => Ok(format!("{}\n", clean::json_of(&moved))),
                Format::Csv => {
                    let (headers, rows) = changes::figures(&moved);
                    tables::csv(&headers, &rows)
                }
                Format::Text => {
                    let (headers, rows) = changes::figures(&moved);
                    Ok(format!("{}\n", tables::drawn(&headers, &rows)))
                }
            })
        } else {
            gate::compare(&plan, &earlier, &later).map(|found| match self.format {
                Format::Json => Ok(format!("{}\n", clean::json_of(&found))),
                Format::Csv => changes::csv(&found),
                Format::Text => Ok(changes::in_full(&found)),
            })
        };
        match answer {
            Ok(Ok(text)) => {
                put(&text);
                Exit::Done
            }
            Ok(Err(error)) => {
                say(&format!("error: {error}"));
                Exit::Io
            }
            Err(error) => {
                say(&format!("error: {} and {} cannot be compared: {error}", earlier.display(), later.display()));
                say("  hint: both must be releases of this version of foi; foi run makes one");
                Exit::NothingReadable
            }
        }
    }

    fn files(&self, target: &Path) -> Result<(PathBuf, PathBuf), NotPublished> {
        let later = match &self.later {
            Some(named) => releases::named(target, named)?,
            None => releases::latest(target)?,
        };
        let earlier = match &self.earlier {
            Some(named) => Some(releases::named(target, named)?),
            None => None,
        };
        // One that is named alone and is the latest is compared with what was before it.
        let earlier = match earlier.filter(|earlier| *earlier != later) {
            Some(earlier) => earlier,
            None => releases::before(target, &later)?,
        };
        Ok((earlier, later))
    }
}
