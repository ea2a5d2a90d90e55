//! `foi run`.

use std::path::Path;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, say, stopped};
use crate::model::finding::Severity;
use crate::pipeline;
use crate::report::summary;

/// Read the whole inbox and publish a release
#[derive(Debug, Args)]
pub(super) struct Run {
    /// Print nothing when all is well
    #[arg(long)]
    quiet: bool,
}

impl Run {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let (plan, inbox) = match pipeline::prepare(project) {
            Ok(ready) => ready,
            Err(stop) => return stopped(&stop),
        };
        let bar = progress(inbox.files.len() as u64);
        let outcome = pipeline::run(&plan, inbox, || bar.inc(1));
        bar.finish_and_clear();
        match outcome {
            Err(stop) => stopped(&stop),
            Ok(outcome) => {
                let review = outcome.findings.iter().any(|finding| finding.kind.severity() >= Severity::Review);
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
