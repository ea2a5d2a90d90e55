//! The recipe: every stage in its order. Nothing else knows the order, and nothing else runs in parallel.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::{self, Plan, Problem};
use crate::intake::{self, NoInbox};
use crate::load::{self, RunFacts};
use crate::model::batch::{Batch, FileResult};
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::reconciled::Reconciled;
use crate::model::returns::{Inbox, SourceFile};
use crate::publish::{self, NotPublished};
use crate::reconcile;
use crate::{file, gather};

/// What a run did.
#[derive(Debug)]
pub struct Outcome {
    pub batch: Batch,
    pub reconciled: Reconciled,
    /// Every finding of the run, sorted by place.
    pub findings: Vec<Finding>,
    pub published: PathBuf,
    /// Things set right on the way that a person should know of.
    pub notices: Vec<String>,
}

/// Why a run stopped before it published anything. The previous release stands.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("the configuration has {} problem(s)", .0.len())]
    Configuration(Vec<Problem>),
    #[error(transparent)]
    Inbox(NoInbox),
    #[error("none of the {0} file(s) in the inbox could be read")]
    NothingReadable(usize, Vec<Finding>),
    #[error(transparent)]
    Publish(#[from] NotPublished),
}

/// Compiles the configuration and surveys the inbox: everything that can stop a run before any work. Problems of both
/// are reported together.
///
/// # Errors
/// The configuration has problems, or there is no inbox.
pub fn prepare(root: &Path) -> Result<(Plan, Inbox), Stop> {
    let (plan, mut problems) = config::compile(root);
    let Some(plan) = plan else { return Err(Stop::Configuration(problems)) };
    match intake::survey(&plan) {
        Ok(inbox) if problems.is_empty() => Ok((plan, inbox)),
        Err(NoInbox::Problems(more)) => {
            problems.extend(more);
            Err(Stop::Configuration(problems))
        }
        Err(stop) if problems.is_empty() => Err(Stop::Inbox(stop)),
        Ok(_) | Err(_) => Err(Stop::Configuration(problems)),
    }
}

/// Runs everything and publishes a release. `tick` is called once a file, from any thread.
///
/// # Errors
/// See [`Stop`]; whatever it is, the previous release stands.
pub fn run(plan: &Plan, inbox: Inbox, tick: impl Fn() + Sync) -> Result<Outcome, Stop> {
    let started = Timestamp::now();
    let target = plan.root.join(&plan.settings.warehouse);
    let lock = publish::lock(&target)?;

    let results: Vec<FileResult> = inbox.files.par_iter().map(|file| one_file(plan, &inbox, file, &tick)).collect();
    let batch = gather::batch(plan, inbox, results);
    let reconciled = reconcile::figures(plan, &batch);
    let findings = all_findings(&batch, &reconciled);
    if !batch.files.is_empty() && batch.files.iter().all(|(_, result)| result.format.is_empty()) {
        return Err(Stop::NothingReadable(batch.files.len(), findings));
    }

    let facts = RunFacts {
        run_id: started.strftime("%Y%m%dT%H%M%S%.3fZ").to_string(),
        started: started.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    };
    let notices = publish::replace(&lock, &target, |scratch| {
        load::scratch(scratch, plan, &batch, &reconciled, &findings, &facts)
    })?;
    Ok(Outcome { batch, reconciled, findings, published: target, notices })
}

/// The per-file half on one file, with the reading of its bytes.
fn one_file(plan: &Plan, inbox: &Inbox, source: &SourceFile, tick: &(impl Fn() + Sync)) -> FileResult {
    let record = &inbox.returns[source.return_index];
    let request = inbox.requests.iter().find(|request| request.id == record.request);
    let result = match (request, bytes(plan, source)) {
        (Some(request), Ok(bytes)) => file::process(plan, request, record, source, &bytes),
        (_, Err(error)) => {
            let kind = Kind::FileUnreadable { reason: error.to_string() };
            FileResult { findings: vec![Finding::new(Place::file(&source.path), kind)], ..FileResult::default() }
        }
        (None, _) => unreachable!("intake lists files of requests it has read"),
    };
    tick();
    result
}

fn bytes(plan: &Plan, source: &SourceFile) -> io::Result<Vec<u8>> {
    let limit = plan.settings.limits.bytes_per_file;
    if source.bytes > limit {
        return Err(io::Error::other(format!("it has {} bytes, the limit is {limit}", source.bytes)));
    }
    fs::read(plan.root.join(&plan.settings.inbox).join(&*source.path))
}

fn all_findings(batch: &Batch, reconciled: &Reconciled) -> Vec<Finding> {
    let of_files = batch.files.iter().flat_map(|(_, result)| &result.findings);
    let mut out: Vec<Finding> = of_files.chain(&batch.findings).chain(&reconciled.findings).cloned().collect();
    out.sort();
    out
}
