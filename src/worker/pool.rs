//! The parent's side: children that are started, watched, replaced and asked.

use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::{Answer, Task, limits};
use crate::config::Workers;
use crate::model::finding::Stopped;

/// Exit code of a worker that finds another configuration than a sound one.
const BAD_CONFIGURATION: i32 = 78;

/// What the standard library says when memory is refused.
pub(super) const REFUSED: &[u8] = b"memory allocation of";

/// Children of this program, as many as are asked at once.
#[derive(Debug)]
pub struct Pool {
    program: PathBuf,
    project: PathBuf,
    limits: Workers,
    idle: Mutex<Vec<Worker>>,
    started: AtomicU64,
    peak: AtomicU64,
}

/// What the workers of a run used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Children started.
    pub workers: u64,
    /// The most memory that any of them had held when it last looked, in bytes.
    pub peak_bytes: u64,
}

impl Pool {
    /// A pool without children yet. `program` is this program itself, `project` the folder that holds `config/`.
    #[must_use]
    pub fn new(program: PathBuf, project: &Path, limits: Workers) -> Self {
        let (started, peak) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { program, project: project.to_owned(), limits, idle: Mutex::default(), started, peak }
    }

    /// Has one task done; its result is then in the cache. A failure in a child that had worked before may be of that
    /// child's making, and is tried once more in a fresh one.
    ///
    /// # Errors
    /// No child can be started or talked to.
    pub fn run(&self, task: &Task<'_>) -> io::Result<Result<(), Stopped>> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let (worker, used) = match idle {
            Some(worker) => (worker, true),
            None => (self.start()?, false),
        };
        match self.ask(worker, task) {
            Err(_) if used => Ok(self.ask(self.start()?, task)),
            answered => Ok(answered),
        }
    }

    /// What the children have used so far.
    #[must_use]
    pub fn usage(&self) -> Usage {
        Usage { workers: self.started.load(Ordering::Relaxed), peak_bytes: self.peak.load(Ordering::Relaxed) }
    }

    fn start(&self) -> io::Result<Worker> {
        self.started.fetch_add(1, Ordering::Relaxed);
        Worker::start(&self.program, &self.project)
    }

    fn ask(&self, mut worker: Worker, task: &Task<'_>) -> Result<(), Stopped> {
        let answer = worker.ask(task, Duration::from_secs(self.limits.wall_seconds))?;
        self.peak.fetch_max(answer.peak_bytes, Ordering::Relaxed);
        // A child that has grown is not kept: what it holds would count against its next file. Nor is one whose parser
        // panicked half way.
        if answer.done.is_ok() && answer.peak_bytes < self.limits.memory_bytes / 4 {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
        answer.done
    }
}

/// One child. Dropping it kills it.
#[derive(Debug)]
struct Worker {
    child: Child,
    tasks: Option<ChildStdin>,
    answers: Option<ChildStdout>,
    /// Whether the child was refused memory: all that is kept of what it says, which may quote the file.
    refused: Option<JoinHandle<bool>>,
}

impl Worker {
    fn start(program: &Path, project: &Path) -> io::Result<Self> {
        let mut child = Command::new(program)
            .arg("--project")
            .arg(project)
            .arg("worker")
            .env(limits::RESERVE.0, limits::RESERVE.1)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let talk = child.stderr.take();
        let refused = Some(thread::spawn(move || talk.is_some_and(says_refused)));
        let (tasks, answers) = (child.stdin.take(), child.stdout.take());
        Ok(Self { child, tasks, answers, refused })
    }

    fn ask(&mut self, task: &Task<'_>, limit: Duration) -> Result<Answer, Stopped> {
        let mut line = serde_json::to_string(task).expect("a task is plain data");
        line.push('\n');
        let sent = self.tasks.as_mut().map(|tasks| tasks.write_all(line.as_bytes()));
        if !matches!(sent, Some(Ok(()))) {
            return Err(self.buried());
        }
        match self.line(Instant::now() + limit) {
            Ok(answer) => serde_json::from_slice(&answer).map_err(|_| Stopped::Crash),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(Stopped::Time),
            Err(_) => Err(self.buried()),
        }
    }

    /// The next line the child says, if it comes in time.
    fn line(&mut self, due: Instant) -> io::Result<Vec<u8>> {
        let answers = self.answers.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        let (mut line, mut buffer) = (Vec::new(), [0; 512]);
        while line.last() != Some(&b'\n') {
            let left = due.saturating_duration_since(Instant::now());
            let timeout = Timespec::try_from(left).map_err(io::Error::other)?;
            match poll(&mut [PollFd::new(answers, PollFlags::IN)], Some(&timeout)) {
                Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
                Ok(_) => {}
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
            let read = answers.read(&mut buffer)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            line.extend_from_slice(&buffer[..read]);
        }
        Ok(line)
    }

    /// Why a child died.
    fn buried(&mut self) -> Stopped {
        let Ok(status) = self.child.wait() else { return Stopped::Crash };
        let refused = self.refused.take().is_some_and(|thread| thread.join().unwrap_or(false));
        cause(status, refused)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The exit class of a child that died.
pub(super) fn cause(status: ExitStatus, refused: bool) -> Stopped {
    const KILLED: i32 = rustix::process::Signal::KILL.as_raw();
    const OUT_OF_TIME: i32 = rustix::process::Signal::XCPU.as_raw();
    if status.code() == Some(BAD_CONFIGURATION) {
        return Stopped::Configuration;
    }
    match status.signal() {
        Some(OUT_OF_TIME) => Stopped::Time,
        _ if refused => Stopped::Memory,
        // Nobody but the system kills a worker that the parent still waits for, and it does so for want of memory.
        Some(KILLED) => Stopped::Memory,
        _ => Stopped::Crash,
    }
}

/// Reads all a child says; whether it was that memory was refused.
fn says_refused(mut talk: impl Read) -> bool {
    let mut window = Vec::new();
    let mut buffer = [0; 4096];
    let mut found = false;
    while let Ok(read @ 1..) = talk.read(&mut buffer) {
        window.extend_from_slice(&buffer[..read]);
        found = found || window.windows(REFUSED.len()).any(|part| part == REFUSED);
        window.drain(..window.len().saturating_sub(REFUSED.len()));
    }
    found
}
