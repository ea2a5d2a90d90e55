//! `foi run`.

use std::path::Path;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use super::{Exit, log, person, say, stopped};
use crate::config::{self, Plan};
use crate::intake::Take;
use crate::pipeline::{self, AsBefore, Ended, Fate, Isolation, Outcome, Stop};
use crate::releases::{self, Accepted};
use crate::report::record::Record;
use crate::report::{clean, summary};
use crate::{fault, publish};

/// Read the whole inbox and publish a release
#[derive(Debug, Args)]
pub(super) struct Run {
    /// Print nothing when all is well
    #[arg(long)]
    quiet: bool,
    /// Publish the release of this run, which the gate refused
    #[arg(long, value_name = "RUN", requires = "reason")]
    accept: Option<String>,
    /// Why it is published all the same; stands in the release
    #[arg(long, value_name = "TEXT", requires = "accept")]
    reason: Option<String>,
    /// Read files in this process, unguarded and uncached: to measure what isolation costs
    #[arg(long, hide = true)]
    in_process: bool,
}

impl Run {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        if let Some(run) = &self.accept {
            return accept(project, run, self.reason.as_deref().unwrap_or_default());
        }
        let started = Timestamp::now();
        let ready = match pipeline::prepare(project, Take::In) {
            Ok(ready) => ready,
            Err(stop) => {
                let is_locked = matches!(stop, Stop::Publish(publish::NotPublished::Locked(_)));
                let exit = stopped(&stop);
                // The record is of whoever holds the lock.
                if let (Some(plan), false) = (config::compile(project).0, is_locked) {
                    keep(&plan.release(), &Record::stopped(&stop, exit.code(), started));
                }
                return exit;
            }
        };
        let target = ready.plan.release();
        let isolation = if self.in_process { Isolation::InProcess } else { Isolation::Workers };
        let bar = progress(ready.inbox.files.len() as u64);
        let ended = pipeline::run(ready, isolation, || bar.inc(1));
        bar.finish_and_clear();
        match ended {
            Err(stop) => {
                let exit = stopped(&stop);
                keep(&target, &Record::stopped(&stop, exit.code(), started));
                exit
            }
            Ok(Ended::AsBefore(found)) => {
                let exit = self.as_before(&found);
                keep(&target, &Record::as_before(&found, exit.code(), started));
                exit
            }
            Ok(Ended::Ran(outcome)) => {
                let exit = self.ran(&outcome);
                keep(&target, &Record::of(&outcome, exit.code(), started));
                exit
            }
        }
    }

    fn as_before(&self, AsBefore { run_id, open_findings, refused, notices, .. }: &AsBefore) -> Exit {
        if !self.quiet {
            for notice in notices {
                say(&format!("note: {notice}"));
            }
        }
        if let Some(why) = refused {
            say(&format!("refused: nothing has changed since the run {run_id}, which waits: {why}"));
            say(&summary::what_refused_asks(run_id));
            return Exit::Refused;
        }
        // What was found was said when it was new; the exit code says that it is open.
        if !self.quiet {
            say(&format!("nothing has changed since the run {run_id}; {open_findings} finding(s) need a person"));
        }
        if *open_findings > 0 { Exit::Review } else { Exit::Done }
    }

    fn ran(&self, outcome: &Outcome) -> Exit {
        let exit = match outcome.fate {
            Fate::Refused { .. } => Exit::Refused,
            _ if outcome.open_findings() > 0 => Exit::Review,
            _ => Exit::Done,
        };
        if log::is_json() {
            for finding in outcome.findings.iter().filter(|finding| finding.is_open() || !self.quiet) {
                log::finding(finding);
            }
        } else if exit != Exit::Done || !self.quiet {
            say(summary::of(outcome).trim_end());
        }
        exit
    }
}

/// Writes the record of a run beside its release, and as the last line of a log in JSON.
fn keep(target: &Path, record: &Record<'_>) {
    let text = clean::json_of(record);
    if let Err(error) = publish::record(target, &text) {
        say(&format!("note: {error}"));
    }
    fault::point("recorded");
    log::record(&text);
}

fn accept(project: &Path, run: &str, reason: &str) -> Exit {
    let plan: Plan = match config::load(project) {
        Ok(plan) => plan,
        Err(problems) => return stopped(&Stop::Configuration(problems)),
    };
    if reason.trim().is_empty() {
        say("error: --reason is empty");
        say("  hint: say why the release may be published, for whoever reads it later");
        return Exit::Usage;
    }
    let started = Timestamp::now();
    match releases::accept(&plan, run, Accepted { by: &person(), reason, keeps_hold: false }) {
        Ok((open, notices)) => {
            for notice in notices {
                say(&format!("note: {notice}"));
            }
            say(&format!("published {}", plan.release().display()));
            let exit = if open == 0 { Exit::Done } else { Exit::Review };
            if open > 0 {
                say(&format!("{open} finding(s) need a person"));
            }
            keep(&plan.release(), &Record::accepted(run, open, reason, exit.code(), started));
            exit
        }
        Err(stop) => stopped(&stop),
    }
}

/// Drawn on a terminal only.
fn progress(files: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("reading {pos} of {len} files {wide_bar} {eta}");
    ProgressBar::new(files).with_style(style.expect("the template is a constant"))
}
