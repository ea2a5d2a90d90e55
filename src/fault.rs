//! Where a test may kill or stop a run: every step between two states of the disk has a name.
//!
//! `FOI_FAULT=<name>` makes a debug build kill itself there as `kill -9` would, and `FOI_STOP=<name>` stop until it is told
//! to go on, so that something can happen meanwhile; in a release build a point is nothing. The scripts of `tests/faults/`
//! go through these lists.

/// Every point of a run that publishes, in the order it passes them.
pub const POINTS: [&str; 11] = [
    "taken-in",
    "manifest-saved",
    "results-read",
    "scratch-begun",
    "scratch-built",
    "judged",
    "kept",
    "wal-aside",
    "renamed",
    "published",
    "recorded",
];

/// Those of a run that the gate refuses.
pub const REFUSED: [&str; 8] =
    ["taken-in", "manifest-saved", "results-read", "scratch-begun", "scratch-built", "judged", "set-aside", "recorded"];

/// Those of `foi run --accept`.
pub const ACCEPT: [&str; 7] =
    ["scratch-begun", "scratch-built", "kept", "wal-aside", "renamed", "published", "refused-removed"];

/// Those of `foi rollback`.
pub const ROLLBACK: [&str; 5] = ["kept", "held", "wal-aside", "renamed", "published"];

/// Dies or stops here if a test asked for it.
pub fn point(name: &str) {
    debug_assert!([&POINTS[..], &REFUSED, &ACCEPT, &ROLLBACK].concat().contains(&name), "an unnamed point");
    #[cfg(debug_assertions)]
    for (variable, signal) in
        [("FOI_FAULT", rustix::process::Signal::KILL), ("FOI_STOP", rustix::process::Signal::STOP)]
    {
        if std::env::var_os(variable).is_some_and(|wanted| wanted == *name) {
            let _ = rustix::process::kill_process(rustix::process::getpid(), signal);
        }
    }
}
