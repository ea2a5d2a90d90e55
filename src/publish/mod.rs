//! **publish**: scratch -> release, atomically.
//!
//! Must never leave half a file, a stale `.wal`, or a world-writable one. A reader of the published path sees a whole
//! release at every moment: the new file is built beside the old one and renamed over it (law 8). [`mod@lock`] lets one run
//! at a time do so, [`scratch`] builds and renames, and [`kept`] has the releases that were replaced or refused.

mod holding;
pub mod kept;
mod lock;
mod scratch;

use std::fs::Permissions;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

pub use holding::{holds, remove_holding, remove_if_holding};
pub use lock::{Lock, lock};
pub use scratch::{Readers, Scratch, undisturbed};

/// Why nothing was published; the previous release stands.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    #[error("another run holds the lock: {0}")]
    Locked(String),
    #[error("{path} is open for writing in process {process}")]
    InUse { path: String, process: i32 },
    #[error("{path} has {free} bytes free, and {needed} are needed to publish")]
    NoRoom { path: String, free: u64, needed: u64 },
    #[error("there is no group `{0}`")]
    NoGroup(String),
    #[error("{} holds no release of the run `{wanted}`", .folder.display())]
    NoRelease { wanted: String, folder: PathBuf, there: Vec<String> },
    /// `earlier`, `published`
    #[error("there is no {0} release")]
    NoneYet(&'static str),
    #[error("the run {run} was compared with the release {made_after}, and {published} is published now")]
    Overtaken { run: String, made_after: String, published: String },
    #[error("the release {run} is not what it was when it was published: {problems}")]
    Damaged { run: String, problems: String },
    #[error("cannot write {path}: {error}")]
    Io { path: String, error: io::Error },
    #[error("DuckDB refused the release: {0}")]
    Database(#[from] duckdb::Error),
}

/// Writes the record of a run beside its release, all of it or nothing.
///
/// # Errors
/// It cannot be written.
pub fn record(target: &Path, text: &str) -> Result<(), NotPublished> {
    whole(target, &target.with_file_name("run.json"), text)
}

/// Writes a text beside a target, all of it or nothing; what a process that dies leaves is swept with its scratch.
fn whole(target: &Path, place: &Path, text: &str) -> Result<(), NotPublished> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let prefix = scratch::prefix(target);
    let mut private = tempfile::Builder::new();
    // Who watches over runs reads it by their group, as a release.
    private.prefix(&prefix).permissions(Permissions::from_mode(0o640));
    let mut scratch = private.tempfile_in(folder).map_err(|error| io_error(place, error))?;
    writeln!(scratch, "{text}").and_then(|()| scratch.as_file().sync_all()).map_err(|error| io_error(place, error))?;
    scratch.persist(place).map_err(|error| io_error(place, error.error))?;
    Ok(())
}

/// `foi.duckdb` -> `foi.duckdb.wal`.
#[must_use]
pub fn beside(target: &Path, suffix: &str) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    target.with_file_name(name)
}

pub(crate) fn io_error(path: &Path, error: io::Error) -> NotPublished {
    NotPublished::Io { path: path.display().to_string(), error }
}
