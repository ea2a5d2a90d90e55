//! `foi run`.

use std::path::Path;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, say, stopped};
use crate::intake::Take;
use crate::model::finding::Finding;
use crate::pipeline::{self, Isolation};
use crate::report::summary;

/// Read the whole inbox and publish a release
#[derive(Debug, Args)]
pub(super) struct Run {
    /// Print nothing when all is well
    #[arg(long)]
    quiet: bool,
    /// Read files in this process, unguarded and uncached: to measure what isolation costs
    #[arg(long, hide = true)]
    in_process: bool,
}

impl Run {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let ready = match pipeline::prepare(project, Take::In) {
            Ok(ready) => ready,
            Err(stop) => return stopped(&stop),
        };
        let isolation = if self.in_process { Isolation::InProcess } else { Isolation::Workers };
        let bar = progress(ready.inbox.files.len() as u64);
        let outcome = pipeline::run(ready, isolation, || bar.inc(1));
        bar.finish_and_clear();
        match outcome {
            Err(stop) => stopped(&stop),
            Ok(outcome) => {
                let review = outcome.findings.iter().any(Finding::is_open);
                if review || !self.quiet {
                    say(summary::of(&outcome).trim_end());
                }
                if review { Exit::Review } else { Exit::Done }
            }
        }
    }
}

/// Drawn on a terminal only.
fn progress(files: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("reading {pos} of {len} files {wide_bar} {eta}");
    ProgressBar::new(files).with_style(style.expect("the template is a constant"))
}
