//! The recipe: every stage in its order. Nothing else knows the order, and nothing else runs in parallel.

use std::collections::HashSet;
use std::env;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::{self, Plan, Problem};
use crate::intake::{self, NoInbox, Take};
use crate::load::{self, RunFacts};
use crate::model::batch::{Batch, FileResult};
use crate::model::finding::{Finding, Kind, Stopped};
use crate::model::place::Place;
use crate::model::reconciled::Reconciled;
use crate::model::returns::{Inbox, SourceFile};
use crate::publish::{self, Lock, NotPublished};
use crate::reconcile;
use crate::worker::{self, Cache, Pool, Task, Usage};
use crate::{file, gather};

/// Where the per-file half runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// In guarded child processes, with results kept in the cache.
    Workers,
    /// In this process, unguarded and uncached: to measure what isolation costs.
    InProcess,
}

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
    /// What the workers used.
    pub usage: Usage,
}

/// Why a run stopped before it published anything. The previous release stands.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("the configuration has {} problem(s)", .0.len())]
    Configuration(Vec<Problem>),
    #[error(transparent)]
    Inbox(NoInbox),
    #[error("the workers cannot be used: {0}")]
    Workers(io::Error),
    #[error("none of the {0} file(s) in the inbox could be read")]
    NothingReadable(usize, Vec<Finding>),
    #[error(transparent)]
    Publish(#[from] NotPublished),
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
    let lock = if take == Take::In { Some(publish::lock(&target(&plan))?) } else { None };
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

fn target(plan: &Plan) -> PathBuf {
    plan.root.join(&plan.settings.warehouse)
}

/// Runs everything and publishes a release. `tick` is called once a file, from any thread.
///
/// # Errors
/// See [`Stop`]; whatever it is, the previous release stands.
pub fn run(ready: Ready, isolation: Isolation, tick: impl Fn() + Sync) -> Result<Outcome, Stop> {
    let started = Timestamp::now();
    let Ready { plan, inbox, lock } = ready;
    let (plan, target) = (&plan, target(&plan));
    let lock = lock.map_or_else(|| publish::lock(&target), Ok)?;

    let reader = Reader::new(plan, &inbox, isolation).map_err(Stop::Workers)?;
    let results = inbox.files.par_iter().map(|file| {
        let result = reader.read(file);
        tick();
        result
    });
    let (keys, results): (HashSet<String>, Vec<FileResult>) =
        results.collect::<io::Result<Vec<_>>>().map_err(Stop::Workers)?.into_iter().unzip();
    let Reader { cache, pool, .. } = reader;
    let batch = gather::batch(plan, inbox, results);
    let reconciled = reconcile::figures(plan, &batch);
    let mut findings = all_findings(&batch, &reconciled);
    gather::mark_accepted(plan, &mut findings);
    if !batch.files.is_empty() && batch.files.iter().all(|(_, result)| result.format.is_empty()) {
        return Err(Stop::NothingReadable(batch.files.len(), findings));
    }

    let facts = RunFacts {
        run_id: started.strftime("%Y%m%dT%H%M%S%.3fZ").to_string(),
        started: started.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    };
    let mut notices = publish::replace(&lock, &target, |scratch| {
        load::scratch(scratch, plan, &batch, &reconciled, &findings, &facts)
    })?;
    if isolation == Isolation::Workers {
        // The release is out: what stays in the cache is for a person to know, no more.
        let swept = cache.keep_only(&keys);
        notices.extend(swept.err().map(|error| format!("the cache could not be swept: {error}")));
    }
    let usage = pool.usage();
    Ok(Outcome { batch, reconciled, findings, published: target, notices, usage })
}

/// The per-file half, wherever it runs.
struct Reader<'a> {
    plan: &'a Plan,
    inbox: &'a Inbox,
    plan_id: String,
    cache: Cache,
    pool: Pool,
    isolation: Isolation,
}

impl<'a> Reader<'a> {
    fn new(plan: &'a Plan, inbox: &'a Inbox, isolation: Isolation) -> io::Result<Self> {
        let cache = Cache::open(&plan.root.join(&plan.settings.cache))?;
        let pool = Pool::new(env::current_exe()?, &plan.root, plan.settings.workers);
        Ok(Self { plan, inbox, plan_id: worker::plan_id(plan), cache, pool, isolation })
    }

    /// What one file gives, with the key of its task; a file that no worker can read gives a finding. An error is of our
    /// own making: no worker can be started.
    fn read(&self, source: &SourceFile) -> io::Result<(String, FileResult)> {
        let record = &self.inbox.returns[source.return_index];
        let request = self.inbox.requests.iter().find(|request| request.id == record.request);
        let request = request.expect("intake lists files of requests it has read");
        let object = intake::object(self.plan, &source.sha256);
        let task = Task::new(&self.plan_id, object, source, request, record);
        let result = if self.isolation == Isolation::InProcess {
            let attempt = |bytes: Vec<u8>| file::attempt(self.plan, request, record, source, &bytes);
            task.bytes(self.plan).and_then(attempt)
        } else if let Some(result) = self.cache.load(&task.key) {
            Ok(result)
        } else {
            self.ask(&task)?
        };
        Ok((task.key, result.unwrap_or_else(|why| set_aside(source, why))))
    }

    /// Has a worker do a task; once more if the archived copy was damaged and could be mended.
    fn ask(&self, task: &Task<'_>) -> io::Result<Result<FileResult, Stopped>> {
        let mut done = self.pool.run(task)?;
        if done == Err(Stopped::Archive) && intake::mend(self.plan, &task.file)? {
            done = self.pool.run(task)?;
        }
        let result = done.and_then(|()| self.cache.load(&task.key).ok_or(Stopped::Cache));
        match result {
            // Not of the file's making: a release without it would have a hole.
            Err(why @ (Stopped::Cache | Stopped::Configuration)) => Err(io::Error::other(why.text())),
            result => Ok(result),
        }
    }
}

/// A file that no worker could read costs itself only.
fn set_aside(source: &SourceFile, why: Stopped) -> FileResult {
    let finding = Finding::new(Place::file(&source.path), Kind::ReaderStopped { why });
    FileResult { findings: vec![finding], ..FileResult::default() }
}

fn all_findings(batch: &Batch, reconciled: &Reconciled) -> Vec<Finding> {
    let of_files = batch.files.iter().flat_map(|(_, result)| &result.findings);
    let mut out: Vec<Finding> = of_files.chain(&batch.findings).chain(&reconciled.findings).cloned().collect();
    out.sort();
    out
}
