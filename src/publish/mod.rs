//! **publish**: scratch -> release, atomically.
//!
//! Must never leave half a file, a stale `.wal`, or a world-writable one. A reader of the published path sees a whole
//! release at every moment: the new file is built beside the old one and renamed over it (law 8).

mod holding;

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

pub use holding::{holds, remove_holding, remove_if_holding};

/// How the private folder of a run begins: by its target, because others may be published beside it.
fn scratch_prefix(target: &Path) -> String {
    format!(".{}-", target.file_name().unwrap_or_default().to_string_lossy())
}

/// Why nothing was published; the previous release stands.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    #[error("another run holds the lock: {0}")]
    Locked(String),
    #[error("cannot write {path}: {error}")]
    Io { path: String, error: io::Error },
    #[error("DuckDB refused the release: {0}")]
    Database(#[from] duckdb::Error),
}

/// Held for a run; released when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock of a target, so that two runs never publish at once.
///
/// # Errors
/// Another run holds it, or its folder cannot be written.
pub fn lock(target: &Path) -> Result<Lock, NotPublished> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| io_error(folder, error))?;
    let path = beside(target, "lock");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(|error| io_error(&path, error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Who holds it is for the message only.
            let _ = file.read_to_string(&mut holder);
            return Err(NotPublished::Locked(holder.trim().to_owned()));
        }
        Err(TryLockError::Error(error)) => return Err(io_error(&path, error)),
    }
    let holder = format!("process {}, since {}", std::process::id(), jiff::Timestamp::now().strftime("%F %T UTC"));
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(holder.as_bytes()))
        .map_err(|error| io_error(&path, error))?;
    sweep(target, folder).map_err(|error| io_error(folder, error))?;
    Ok(Lock { _file: file })
}

/// Removes the scratch folders of runs that died. Only the holder of the target's lock has one of its own.
fn sweep(target: &Path, folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&scratch_prefix(target)) && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Builds a release with `build` in a private folder and renames it over the target. Returns what a person should
/// know of.
///
/// # Errors
/// Building, writing or renaming failed; the scratch is thrown away.
pub fn replace(
    _held: &Lock,
    target: &Path,
    build: impl FnOnce(&Path) -> duckdb::Result<()>,
) -> Result<Vec<String>, NotPublished> {
    let folder = target.parent().unwrap_or(Path::new("."));
    // A private folder (mode 0700) on the same file system, removed when dropped.
    let work = tempfile::Builder::new()
        .prefix(&scratch_prefix(target))
        .tempdir_in(folder)
        .map_err(|error| io_error(folder, error))?;
    let scratch = work.path().join("release.duckdb");
    build(&scratch)?;
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| io_error(&path, error)
    };
    fs::set_permissions(&scratch, Permissions::from_mode(0o444)).map_err(at(&scratch))?;
    File::open(&scratch).and_then(|file| file.sync_all()).map_err(at(&scratch))?;
    // A client that opened the old release for writing may have left its log there; the next reader would replay
    // it into the new file.
    let mut notices = Vec::new();
    let wal = beside(target, "wal");
    if wal.exists() {
        let aside = beside(target, "wal.orphaned");
        fs::rename(&wal, &aside).map_err(at(&wal))?;
        notices.push(format!("a client had left {}; it was moved to {}", wal.display(), aside.display()));
    }
    fs::rename(&scratch, target).map_err(at(target))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))?;
    Ok(notices)
}

/// `foi.duckdb` -> `foi.duckdb.wal`.
fn beside(target: &Path, suffix: &str) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    target.with_file_name(name)
}

fn io_error(path: &Path, error: io::Error) -> NotPublished {
    NotPublished::Io { path: path.display().to_string(), error }
}
