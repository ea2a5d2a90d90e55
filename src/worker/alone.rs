//! One child for one piece of work, for commands that look at a single file.

use std::io::{self, Read};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::limits;
use super::pool::{REFUSED, cause};
use crate::config::Workers;
use crate::model::finding::Stopped;

/// How often a child is looked at. The system tells no sooner without a signal handler.
const GLANCE: Duration = Duration::from_millis(5);

/// Puts this process under the limits of a worker.
pub fn confine(workers: &Workers) {
    limits::memory(workers);
    limits::processor(workers);
}

/// Runs a child to its end. What it says is passed on only if it ended by itself: a parser that died may quote the file.
///
/// # Errors
/// It cannot be started. The inner error says why it was stopped.
pub fn alone(command: &mut Command, workers: &Workers) -> io::Result<Result<Output, Stopped>> {
    let command = command.env(limits::RESERVE.0, limits::RESERVE.1);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let all = |stream: Option<Box<dyn Read + Send>>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = stream.map(|mut stream| stream.read_to_end(&mut bytes));
            bytes
        })
    };
    let stdout = all(child.stdout.take().map(|stream| Box::new(stream) as _));
    let stderr = all(child.stderr.take().map(|stream| Box::new(stream) as _));
    let due = Instant::now() + Duration::from_secs(workers.wall_seconds);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() > due {
            child.kill()?;
            child.wait()?;
            return Ok(Err(Stopped::Time));
        }
        thread::sleep(GLANCE);
    };
    let [stdout, stderr] = [stdout, stderr].map(|thread| thread.join().unwrap_or_default());
    if status.code().is_none() {
        let refused = stderr.windows(REFUSED.len()).any(|part| part == REFUSED);
        return Ok(Err(cause(status, refused)));
    }
    Ok(Ok(Output { status, stdout, stderr }))
}
