//! Where a test may kill a run: every step between two states of the disk has a name.
//!
//! `FOI_FAULT=<name>` makes a debug build kill itself there as `kill -9` would; in a release build a point is nothing.
//! `tests/faults/kill.py` goes through [`POINTS`].

/// Every point, in the order a run passes them.
pub const POINTS: [&str; 10] = [
    "taken-in",
    "manifest-saved",
    "results-read",
    "scratch-built",
    "judged",
    "kept",
    "wal-aside",
    "renamed",
    "published",
    "recorded",
];

/// Dies here if a test asked for it.
pub fn point(name: &str) {
    debug_assert!(POINTS.contains(&name), "an unnamed point");
    #[cfg(debug_assertions)]
    if std::env::var_os("FOI_FAULT").is_some_and(|wanted| wanted == *name) {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
}
