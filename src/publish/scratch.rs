//! A release in the making: built in a private folder beside its target, then put in its place or set aside.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use nix::fcntl::{FcntlArg, fcntl};
use rustix::fs::statvfs;
use tempfile::TempDir;

use super::{Lock, NotPublished, beside, io_error};
use crate::fault;

/// How many times the last release must be free on the disk: the new file, what DuckDB spills while it is written, and
/// room for others.
const ROOM: u64 = 3;
/// Bytes that must be free even where there is no release yet.
const LEAST_ROOM: u64 = 16 << 20;

/// The name of a file in its private folder.
const RELEASE: &str = "release.duckdb";

/// How the private folder of a run begins: by its target, because others may be published beside it.
pub(super) fn prefix(target: &Path) -> String {
    format!(".{}-", target.file_name().unwrap_or_default().to_string_lossy())
}

/// Who may read a published file besides its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Everybody: it is for the public.
    All,
    /// The group of this number, or the one that the file has anyway.
    Group(Option<u32>),
}

/// A complete file that is not in its place yet; thrown away when dropped.
#[derive(Debug)]
pub struct Scratch {
    /// Private (mode 0700), on the file system of the target, removed when dropped.
    _work: TempDir,
    path: PathBuf,
}

impl Scratch {
    /// Builds a file for a target with `build`.
    ///
    /// # Errors
    /// There is no room, or building failed.
    pub fn build(
        _held: &Lock,
        target: &Path,
        build: impl FnOnce(&Path) -> duckdb::Result<()>,
    ) -> Result<Self, NotPublished> {
        let folder = target.parent().unwrap_or(Path::new("."));
        room(target, folder)?;
        let work = private(target)?;
        let path = work.path().join(RELEASE);
        fault::point("scratch-begun");
        build(&path)?;
        fault::point("scratch-built");
        Ok(Self { _work: work, path })
    }

    /// A kept release under a second name, to be put in the place of its target.
    ///
    /// # Errors
    /// It is not there, or cannot have a second name.
    pub fn of_kept(_held: &Lock, target: &Path, kept: &Path) -> Result<Self, NotPublished> {
        let work = private(target)?;
        let path = work.path().join(RELEASE);
        fs::hard_link(kept, &path).map_err(|error| io_error(kept, error))?;
        Ok(Self { _work: work, path })
    }

    /// Where the file is until it is published.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the file in the place of its target: read-only, durable, all of it or nothing. Returns what a person should
    /// know of.
    ///
    /// # Errors
    /// Something cannot be written or renamed; the target is as it was, or new.
    pub fn publish(self, target: &Path, readers: Readers) -> Result<Vec<String>, NotPublished> {
        self.seal(readers)?;
        self.put_in_place(target)
    }

    /// The same of a file that is sealed already.
    ///
    /// # Errors
    /// As of [`Self::publish`].
    pub fn put_in_place(self, target: &Path) -> Result<Vec<String>, NotPublished> {
        let folder = target.parent().unwrap_or(Path::new("."));
        let at = |path: &Path| {
            let path = path.to_owned();
            move |error| io_error(&path, error)
        };
        // A client that opened the old release for writing may have left its log there; the next reader would replay
        // it into the new file. One that does so between these two steps has its log moved after them.
        let mut notices = Vec::new();
        notices.extend(log_aside(target)?);
        fault::point("wal-aside");
        fs::rename(&self.path, target).map_err(at(target))?;
        fault::point("renamed");
        notices.extend(log_aside(target)?);
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))?;
        fault::point("published");
        Ok(notices)
    }

    /// Puts the file into a folder under a name of its own, for a person to look at.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn set_aside(self, place: &Path) -> Result<(), NotPublished> {
        let folder = place.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| io_error(folder, error))?;
        self.seal(Readers::Group(None))?;
        fs::rename(&self.path, place).map_err(|error| io_error(place, error))?;
        fault::point("set-aside");
        Ok(())
    }

    fn seal(&self, readers: Readers) -> Result<(), NotPublished> {
        let failed = |error| io_error(&self.path, error);
        let mode = if readers == Readers::All { 0o444 } else { 0o440 };
        if let Readers::Group(Some(group)) = readers {
            chown(&self.path, None, Some(group)).map_err(failed)?;
        }
        fs::set_permissions(&self.path, Permissions::from_mode(mode)).map_err(failed)?;
        File::open(&self.path).and_then(|file| file.sync_all()).map_err(failed)
    }
}

/// A private folder (mode 0700) beside a target, removed when dropped.
fn private(target: &Path) -> Result<TempDir, NotPublished> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let prefix = prefix(target);
    let mut private = tempfile::Builder::new();
    private.prefix(&prefix).permissions(Permissions::from_mode(0o700));
    private.tempdir_in(folder).map_err(|error| io_error(folder, error))
}

/// Sees to it that what is published is read as it was published: a client that opened it for writing and died has left
/// its log beside it, which every reader would replay. Returns what a person should know of.
///
/// # Errors
/// A client has it open for writing now, or the log cannot be moved.
pub fn undisturbed(_held: &Lock, target: &Path) -> Result<Option<String>, NotPublished> {
    match writer(target) {
        Ok(None) => log_aside(target),
        Ok(Some(process)) => Err(NotPublished::InUse { path: target.display().to_string(), process }),
        Err(error) => Err(io_error(target, error)),
    }
}

/// The process that has a file open for writing, by the lock that DuckDB takes on it.
fn writer(target: &Path) -> io::Result<Option<i32>> {
    let file = match File::open(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let kind = |kind: i32| i16::try_from(kind).expect("kinds of locks are small numbers");
    // A question only: would a lock for reading be refused?
    let mut lock = nix::libc::flock {
        l_type: kind(nix::libc::F_RDLCK),
        l_whence: kind(nix::libc::SEEK_SET),
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    fcntl(&file, FcntlArg::F_GETLK(&mut lock))?;
    Ok((lock.l_type != kind(nix::libc::F_UNLCK)).then_some(lock.l_pid))
}

/// Moves a log that a client left beside a target out of its way.
fn log_aside(target: &Path) -> Result<Option<String>, NotPublished> {
    let log = beside(target, "wal");
    if !log.exists() {
        return Ok(None);
    }
    let aside = beside(target, "wal.orphaned");
    fs::rename(&log, &aside).map_err(|error| io_error(&log, error))?;
    Ok(Some(format!("a client had left {}; it was moved to {}", log.display(), aside.display())))
}

/// Refuses to begin what the disk has no room for: a run that fails half way through a night helps nobody.
fn room(target: &Path, folder: &Path) -> Result<(), NotPublished> {
    let system = statvfs(folder).map_err(|error| io_error(folder, error.into()))?;
    let free = system.f_bavail.saturating_mul(system.f_frsize);
    let last = fs::metadata(target).map_or(0, |metadata| metadata.len());
    let needed = last.saturating_mul(ROOM).max(LEAST_ROOM);
    if free < needed {
        return Err(NotPublished::NoRoom { path: folder.display().to_string(), free, needed });
    }
    Ok(())
}
