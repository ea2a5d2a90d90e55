//! The recipe: every stage in its order. Nothing else knows the order, and nothing else runs in parallel.

mod outcome;
mod reader;

use std::collections::HashSet;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::{self, Plan};
use crate::intake::{self, NoInbox, Take};
use crate::load::{self, RunFacts};
use crate::model::batch::{Batch, FileResult};
use crate::model::changes::Changes;
use crate::model::digest;
use crate::model::finding::{Finding, Kind, Stopped};
use crate::model::reconciled::Reconciled;
use crate::model::returns::Inbox;
use crate::publish::{self, Lock, NotPublished, Readers, Scratch, kept};
use crate::releases::{self, Previous};
use crate::{fault, gate, gather, reconcile, worker};
pub use outcome::{AsBefore, Ended, Fate, Outcome, Stop};
use reader::Reader;

/// Where the per-file half runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// In guarded child processes, with results kept in the cache, and only if anything has changed.
    Workers,
    /// In this process, unguarded and uncached: to measure what isolation costs.
    InProcess,
}

/// Everything that can stop a run before any work has been looked at.
#[derive(Debug)]
pub struct Ready {
    pub plan: Plan,
    pub inbox: Inbox,
    /// Held from before anything is taken in; absent after a look that takes nothing.
    lock: Option<Lock>,
}

/// Compiles the configuration and surveys the inbox. Problems of both are reported together.
///
/// # Errors
/// The configuration has problems, there is no inbox, or another run holds the lock.
pub fn prepare(root: &Path, take: Take) -> Result<Ready, Stop> {
    let (plan, mut problems) = config::compile(root);
    let Some(plan) = plan else { return Err(Stop::Configuration(problems)) };
    // A mistake in the configuration leaves everything as it is, archive included.
    let take = if problems.is_empty() { take } else { Take::Nothing };
    let lock = if take == Take::In { Some(publish::lock(&plan.release())?) } else { None };
    match intake::survey(&plan, take) {
        Ok(inbox) if problems.is_empty() => Ok(Ready { plan, inbox, lock }),
        Err(NoInbox::Problems(more)) => {
            problems.extend(more);
            Err(Stop::Configuration(problems))
        }
        Err(stop) if problems.is_empty() => Err(Stop::Inbox(stop)),
        Ok(_) | Err(_) => Err(Stop::Configuration(problems)),
    }
}

/// Runs everything, and publishes a release if there is anything new and the gate lets it pass. `tick` is called once a
/// file, from any thread.
///
/// # Errors
/// See [`Stop`]; whatever it is, the previous release stands.
pub fn run(ready: Ready, isolation: Isolation, tick: impl Fn() + Sync) -> Result<Ended, Stop> {
    let started = Timestamp::now();
    let Ready { plan, inbox, lock } = ready;
    let (plan, target) = (&plan, plan.release());
    let lock = lock.map_or_else(|| publish::lock(&target), Ok)?;
    // Asked at once: a night's work would be lost on a group that is not there.
    let readers = releases::readers(plan)?;
    let (previous, mut notices) = releases::undisturbed(&lock, &target)?;

    let inputs = inputs(plan, &inbox);
    let cache = reader::cache(plan).map_err(Stop::Workers)?;
    if isolation == Isolation::Workers
        && let Some(same) =
            releases::made_from(&inputs, &target, &previous, |facts| cache.is_same(&inputs, &facts.logical_hash))?
    {
        return Ok(Ended::AsBefore(AsBefore { notices, ..same }));
    }
    let reader = Reader::new(plan, &inbox, cache, isolation).map_err(Stop::Workers)?;
    let results = inbox.files.par_iter().map(|file| {
        let result = reader.read(file);
        tick();
        result
    });
    let (keys, results): (HashSet<String>, Vec<FileResult>) =
        results.collect::<io::Result<Vec<_>>>().map_err(Stop::Workers)?.into_iter().unzip();
    let Reader { cache, pool, .. } = reader;
    fault::point("results-read");
    let batch = gather::batch(plan, inbox, results);
    let reconciled = reconcile::figures(plan, &batch);
    let mut findings = all_findings(&batch, &reconciled);
    gather::mark_accepted(plan, &mut findings);
    if !batch.files.is_empty() && batch.files.iter().all(|(_, result)| result.format.is_empty()) {
        return Err(Stop::NothingReadable(batch.files.len(), findings));
    }

    let (mut run_id, notice) = releases::name(started, &target, &previous)?;
    notices.extend(notice);
    let facts = RunFacts {
        run_id: run_id.clone(),
        started: started.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        // A file that a worker gave up on may be read next time.
        inputs: if findings.iter().any(is_passing) { String::new() } else { inputs },
        previous_run: previous.run_id().map(str::to_owned),
    };
    let scratch =
        Scratch::build(&lock, &target, |path| load::scratch(path, plan, &batch, &reconciled, &findings, &facts))?;
    let (fate, changes) = judge(plan, (&lock, readers), &target, &previous, scratch, &run_id, &mut notices)?;
    if isolation == Isolation::Workers {
        // What stays in the cache is for a person to know, no more.
        let swept = cache.keep_only(&keys);
        notices.extend(swept.err().map(|error| format!("the cache could not be swept: {error}")));
    }
    if let (Fate::Same, Previous::Release(stands)) = (&fate, &previous) {
        run_id.clone_from(&stands.run_id);
        if !facts.inputs.is_empty() {
            // Whoever cannot write it finds the same again the next night.
            let noted = cache.note_same(&facts.inputs, &stands.logical_hash);
            notices.extend(noted.err().map(|error| format!("the cache could not be written: {error}")));
        }
    }
    let usage = pool.usage();
    let outcome = Outcome { run_id, batch, reconciled, findings, fate, changes, published: target, notices, usage };
    Ok(Ended::Ran(Box::new(outcome)))
}

/// Publishes a scratch, or sets it aside for a person.
fn judge(
    plan: &Plan,
    (lock, readers): (&Lock, Readers),
    target: &Path,
    previous: &Previous,
    scratch: Scratch,
    run_id: &str,
    notices: &mut Vec<String>,
) -> Result<(Fate, Option<Changes>), Stop> {
    let (mut reasons, mut changes) = (Vec::new(), None);
    match previous {
        Previous::None => {}
        Previous::Release(facts) => {
            let built = releases::facts(scratch.path()).map_err(NotPublished::from)?;
            if built.is_some_and(|built| built.logical_hash == facts.logical_hash) {
                return Ok((Fate::Same, None));
            }
            match gate::compare(plan, target, scratch.path()) {
                Ok(found) => {
                    reasons = gate::reasons(&found, &plan.settings.gate);
                    changes = Some(found);
                }
                Err(error) => reasons.push(format!("it cannot be compared with the release {}: {error}", facts.run_id)),
            }
        }
        Previous::Foreign(run_id) => {
            reasons.push(format!(
                "the release {run_id} was made by another version of foi and cannot be compared with it"
            ));
        }
    }
    reasons.extend(kept::hold(target)?);
    fault::point("judged");
    let fate = if reasons.is_empty() {
        if let Some(run_id) = previous.run_id() {
            kept::keep(lock, target, run_id)?;
        }
        notices.extend(scratch.publish(target, readers)?);
        Fate::Published
    } else {
        let place = kept::place(&kept::refused_folder(target), run_id);
        scratch.set_aside(&place)?;
        Fate::Refused { reasons, place }
    };
    kept::retain(target, plan.settings.publish.keep)?;
    Ok((fate, changes))
}

/// Identifies all that a release is made from: the program, the configuration, and what the inbox and the archive hold.
fn inputs(plan: &Plan, inbox: &Inbox) -> String {
    let held = serde_json::to_string(&(&inbox.requests, &inbox.returns, &inbox.files, &inbox.findings));
    digest::sha256([worker::plan_id(plan), held.expect("what an inbox holds is plain data")].join("\0"))
}

/// Whether a finding may be gone at the next run although nothing has changed. A parser that gave up gives up again.
fn is_passing(finding: &Finding) -> bool {
    matches!(finding.kind, Kind::ReaderStopped { why } if why != Stopped::Parser)
}

fn all_findings(batch: &Batch, reconciled: &Reconciled) -> Vec<Finding> {
    let of_files = batch.files.iter().flat_map(|(_, result)| &result.findings);
    let mut out: Vec<Finding> = of_files.chain(&batch.findings).chain(&reconciled.findings).cloned().collect();
    out.sort();
    out
}
