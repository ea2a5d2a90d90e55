//! `foi rollback`.

use std::path::Path;

use clap::Args;

use super::{Exit, person, put, say, stopped};
use crate::config;
use crate::pipeline::Stop;
use crate::publish::kept;
use crate::releases;

/// Put an earlier release back, and hold it
#[derive(Debug, Args)]
pub(super) struct Rollback {
    /// The run whose release is put back; by default the one before the published one
    run: Option<String>,
    /// Why, for whoever meets the hold
    #[arg(long, value_name = "TEXT", default_value = "no reason given")]
    reason: String,
    /// Let runs publish again
    #[arg(long, conflicts_with_all = ["run", "reason"])]
    release: bool,
    /// List the releases that can be put back, oldest first
    #[arg(long, conflicts_with_all = ["run", "reason", "release"])]
    list: bool,
}

impl Rollback {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        let target = plan.release();
        if self.list {
            return match kept::runs(&kept::kept_folder(&target)) {
                Ok(runs) => {
                    for run in runs {
                        put(&format!("{run}\n"));
                    }
                    Exit::Done
                }
                Err(error) => stopped(&Stop::Publish(error)),
            };
        }
        if self.release {
            return match releases::release_hold(&target) {
                Ok(true) => {
                    say("the hold is off: the next run may publish, if the gate lets it");
                    Exit::Done
                }
                Ok(false) => {
                    say("there was no hold");
                    Exit::Done
                }
                Err(stop) => stopped(&stop),
            };
        }
        match releases::roll_back(&target, self.run.as_deref(), &format!("{} ({})", self.reason, person())) {
            Ok((run, notices)) => {
                for notice in notices {
                    say(&format!("note: {notice}"));
                }
                say(&format!("{} is the release {run} again", target.display()));
                say("  hint: runs publish nothing until foi rollback --release");
                Exit::Done
            }
            Err(stop) => stopped(&stop),
        }
    }
}
