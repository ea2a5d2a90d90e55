//! The per-file half, wherever it runs: results from the cache, or made by workers, or in this process.

use std::env;
use std::io;

use super::Isolation;
use crate::config::Plan;
use crate::model::batch::FileResult;
use crate::model::finding::{Finding, Kind, Stopped};
use crate::model::place::Place;
use crate::model::returns::{Inbox, SourceFile};
use crate::worker::{self, Cache, Pool, Slices, Task};
use crate::{file, intake};

/// Reads the files of an inbox.
pub(super) struct Reader<'a> {
    plan: &'a Plan,
    inbox: &'a Inbox,
    plan_id: String,
    slices: Slices<'a>,
    pub cache: Cache,
    pub pool: Pool,
    isolation: Isolation,
}

impl<'a> Reader<'a> {
    pub(super) fn new(plan: &'a Plan, inbox: &'a Inbox, cache: Cache, isolation: Isolation) -> io::Result<Self> {
        let pool = Pool::new(env::current_exe()?, &plan.root, plan.settings.workers);
        let (plan_id, slices) = (worker::plan_id(plan), Slices::new(plan));
        Ok(Self { plan, inbox, plan_id, slices, cache, pool, isolation })
    }

    /// What one file gives, with the key of its task; a file that no worker can read gives a finding. An error is of our
    /// own making: no worker can be started.
    pub(super) fn read(&self, source: &SourceFile) -> io::Result<(String, FileResult)> {
        let record = &self.inbox.returns[source.return_index];
        let request = self.inbox.requests.iter().find(|request| request.id == record.request);
        let request = request.expect("intake lists files of requests it has read");
        let object = intake::object(self.plan, &source.sha256);
        let task = Task::new((&self.plan_id, self.slices.frame()), object, source, request, record);
        let result = if self.isolation == Isolation::InProcess {
            let attempt = |bytes: Vec<u8>| file::attempt(self.plan, request, record, source, &bytes);
            task.bytes(self.plan).and_then(attempt)
        } else if let Some(result) = self.kept(&task) {
            Ok(result)
        } else {
            self.ask(&task)?
        };
        Ok((task.key, result.unwrap_or_else(|why| set_aside(source, why))))
    }

    /// The result of a task, if it is in the cache and the plan would give it again.
    fn kept(&self, task: &Task<'_>) -> Option<FileResult> {
        self.cache.load(&task.key, |made_by| self.slices.stands(made_by, &task.file, &task.record))
    }

    /// Has a worker do a task; once more if the archived copy was damaged and could be mended.
    fn ask(&self, task: &Task<'_>) -> io::Result<Result<FileResult, Stopped>> {
        let mut done = self.pool.run(task)?;
        if done == Err(Stopped::Archive) && intake::mend(self.plan, &task.file)? {
            done = self.pool.run(task)?;
        }
        let result = done.and_then(|()| self.kept(task).ok_or(Stopped::Cache));
        match result {
            // Not of the file's making: a release without it would have a hole.
            Err(why @ (Stopped::Cache | Stopped::Configuration)) => {
                Err(io::Error::other(format!("{}: {}", task.file.path, why.text())))
            }
            result => Ok(result),
        }
    }
}

/// The cache of a project.
pub(super) fn cache(plan: &Plan) -> io::Result<Cache> {
    let folder = plan.root.join(&plan.settings.cache);
    Cache::open(&folder).map_err(|error| io::Error::other(format!("{}: {error}", folder.display())))
}

/// A file that no worker could read costs itself only.
fn set_aside(source: &SourceFile, why: Stopped) -> FileResult {
    let finding = Finding::new(Place::file(&source.path), Kind::ReaderStopped { why });
    FileResult { findings: vec![finding], ..FileResult::default() }
}
