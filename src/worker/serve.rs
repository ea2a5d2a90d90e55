//! The child: tasks in, results to the cache, one line back each.

use std::io::{self, BufRead, Write};

use super::{Answer, Cache, Slices, Task, limits, plan_id};
use crate::config::Plan;
use crate::file;
use crate::lexicon::asked;
use crate::model::finding::Stopped;

/// Tasks after which the worker looks at how much memory it has held.
const PEAK_EVERY: usize = 16;
/// Bytes of a file after which it looks at once.
const LARGE: u64 = 1 << 20;

/// Serves tasks until the input ends.
///
/// # Errors
/// The input is no task, or input or output fail: the parent then takes the worker for dead.
pub fn serve(plan: &Plan, input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    limits::memory(&plan.settings.workers);
    let (own, slices) = (plan_id(plan), Slices::new(plan));
    let cache = Cache::open(&plan.root.join(&plan.settings.cache))?;
    let mut peak_bytes = 0;
    for (nth, line) in input.lines().enumerate() {
        let task: Task<'_> = serde_json::from_str(&line?)?;
        limits::processor(&plan.settings.workers);
        let done = if task.plan == own { one(plan, &slices, &cache, &task) } else { Err(Stopped::Configuration) };
        // Asking costs as much as reading a small file, and the system remembers the most there ever was.
        if nth % PEAK_EVERY == 0 || task.file.bytes > LARGE {
            peak_bytes = limits::peak();
        }
        let answer = Answer { done, peak_bytes };
        writeln!(output, "{}", serde_json::to_string(&answer)?)?;
        output.flush()?;
    }
    Ok(())
}

fn one(plan: &Plan, slices: &Slices<'_>, cache: &Cache, task: &Task<'_>) -> Result<(), Stopped> {
    let bytes = task.bytes(plan)?;
    let attempt = || file::attempt(plan, &task.request, &task.record, &task.file, &bytes);
    let (result, asked) = asked::during(attempt);
    let made_by = slices.made_by(&task.file, &task.record, asked);
    cache.store(&task.key, &made_by, result?).map_err(|_| Stopped::Cache)
}
