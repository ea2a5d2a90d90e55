//! The record of a run, for whoever watches over many: `run.json` beside the warehouse, and the last line of a log in
//! JSON. It holds counts, names of runs and reasons, and no text of a return but labels.

use jiff::Timestamp;
use serde::Serialize;

use crate::model::changes::Changes;
use crate::model::finding::Severity;
use crate::pipeline::{AsBefore, Fate, Outcome, Stop};

/// What a run did, however it ended.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    /// Absent where it stopped before it had a name.
    run_id: Option<&'a str>,
    /// `published`, `unchanged`, `refused` or `stopped`.
    outcome: &'static str,
    exit_code: u8,
    started: String,
    ended: String,
    program_version: &'static str,
    /// Why the gate refused, or why the run stopped.
    reasons: Vec<String>,
    notices: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<Read>,
    open_findings: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<&'a Changes>,
}

/// What was read.
#[derive(Debug, Serialize)]
struct Read {
    returns: usize,
    files: usize,
    observations: usize,
    info: usize,
    review: usize,
    error: usize,
    workers: u64,
    worker_peak_bytes: u64,
}

impl<'a> Record<'a> {
    fn new(outcome: &'static str, exit_code: u8, started: Timestamp) -> Self {
        let time = |moment: Timestamp| moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Self {
            run_id: None,
            outcome,
            exit_code,
            started: time(started),
            ended: time(Timestamp::now()),
            program_version: env!("CARGO_PKG_VERSION"),
            reasons: Vec::new(),
            notices: &[],
            read: None,
            open_findings: 0,
            changes: None,
        }
    }

    /// Of a run that read the inbox.
    #[must_use]
    pub fn of(outcome: &'a Outcome, exit_code: u8, started: Timestamp) -> Self {
        let (name, reasons) = match &outcome.fate {
            Fate::Published => ("published", Vec::new()),
            Fate::Same => ("unchanged", Vec::new()),
            Fate::Refused { reasons, .. } => ("refused", reasons.clone()),
        };
        let count = |severity| outcome.findings.iter().filter(|finding| finding.kind.severity() == severity).count();
        let files = &outcome.batch.files;
        let read = Read {
            returns: outcome.batch.returns.len(),
            files: files.len(),
            observations: files.iter().map(|(_, result)| result.observations.len()).sum(),
            info: count(Severity::Info),
            review: count(Severity::Review),
            error: count(Severity::Error),
            workers: outcome.usage.workers,
            worker_peak_bytes: outcome.usage.peak_bytes,
        };
        Self {
            run_id: Some(&outcome.run_id),
            reasons,
            notices: &outcome.notices,
            read: Some(read),
            open_findings: outcome.open_findings() as u64,
            changes: outcome.changes.as_ref(),
            ..Self::new(name, exit_code, started)
        }
    }

    /// Of a run that found everything as it was.
    #[must_use]
    pub fn as_before(found: &'a AsBefore, exit_code: u8, started: Timestamp) -> Self {
        Self {
            run_id: Some(&found.run_id),
            open_findings: found.open_findings,
            notices: &found.notices,
            reasons: found.refused.iter().cloned().collect(),
            ..Self::new(if found.refused.is_some() { "refused" } else { "unchanged" }, exit_code, started)
        }
    }

    /// Of a run that was refused, and that a person then published, with the reason.
    #[must_use]
    pub fn accepted(run_id: &'a str, open_findings: u64, reason: &str, exit_code: u8, started: Timestamp) -> Self {
        let reasons = vec![format!("accepted: {reason}")];
        Self { run_id: Some(run_id), open_findings, reasons, ..Self::new("published", exit_code, started) }
    }

    /// Of a run that something stopped, with every mistake of the configuration if it was that.
    #[must_use]
    pub fn stopped(stop: &Stop, exit_code: u8, started: Timestamp) -> Self {
        let mut reasons = vec![stop.to_string()];
        if let Stop::Configuration(problems) = stop {
            reasons.extend(problems.iter().map(ToString::to_string));
        }
        Self { reasons, ..Self::new("stopped", exit_code, started) }
    }
}
