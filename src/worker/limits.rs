//! What a worker may use, enforced by the system. On systems that do not limit address space (macOS), the clock and
//! the processor time still hold.

use std::fs::File;
use std::io::Read;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use crate::config::Workers;

/// A setting of the allocator, for the environment of a child: by itself it would reserve a gigabyte of address space at
/// once, which counts against the limit.
pub(super) const RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "8MiB");

/// Limits the memory of this process, once.
pub(super) fn memory(workers: &Workers) {
    let limit = Rlimit { current: Some(workers.memory_bytes), maximum: Some(workers.memory_bytes) };
    let _ = setrlimit(Resource::As, limit);
    // A worker that dies leaves no picture of what it held.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Gives this process its processor time for one more file.
pub(super) fn processor(workers: &Workers) {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    // The system rounds down, and a file is due its whole time.
    let limit = used.saturating_add(workers.cpu_seconds).saturating_add(1);
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(limit), ..getrlimit(Resource::Cpu) });
}

/// The most memory this process has held, in bytes; 0 where the system does not tell.
pub(super) fn peak() -> u64 {
    // One read: the system writes the file anew for each.
    let mut status = [0; 4096];
    let read = File::open("/proc/self/status").and_then(|mut file| file.read(&mut status)).unwrap_or(0);
    let line = String::from_utf8_lossy(&status[..read]);
    let line = line.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) * 1024
}
