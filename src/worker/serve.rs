//! The child: tasks in, results to the cache, one line back each.

use std::io::{self, BufRead, Write};

use super::{Answer, Cache, Task, limits, plan_id};
use crate::config::Plan;
use crate::file;
use crate::model::finding::Stopped;

/// Serves tasks until the input ends.
///
/// # Errors
/// The input is no task, or input or output fail: the parent then takes the worker for dead.
pub fn serve(plan: &Plan, input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    limits::memory(&plan.settings.workers);
    let own = plan_id(plan);
    let cache = Cache::open(&plan.root.join(&plan.settings.cache))?;
    for line in input.lines() {
        let task: Task = serde_json::from_str(&line?)?;
        limits::processor(&plan.settings.workers);
        let done = if task.plan == own { one(plan, &cache, &task) } else { Err(Stopped::Configuration) };
        let answer = Answer { done, peak_bytes: limits::peak() };
        writeln!(output, "{}", serde_json::to_string(&answer)?)?;
        output.flush()?;
    }
    Ok(())
}

fn one(plan: &Plan, cache: &Cache, task: &Task) -> Result<(), Stopped> {
    let bytes = task.bytes(plan)?;
    let result = file::attempt(plan, &task.request, &task.record, &task.file, &bytes)?;
    cache.store(&task.key, result).map_err(|_| Stopped::Cache)
}
