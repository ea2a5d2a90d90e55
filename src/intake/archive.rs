//! The archive: every version of every file ever taken in, under the hash of its bytes.
//!
//! Objects are written under a temporary name, complete and unreadable to others, and renamed; a run that dies half way
//! leaves at most a temporary file, which the next run sweeps. Nothing here is changed or removed; a copy that turns
//! out to be damaged is moved aside. The one exception is a breached file, which [`mod@super::forget`] removes.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use super::walk;
use crate::model::digest;

/// Size and time of a file, to see that it did not change meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    bytes: u64,
    /// Seconds and nanoseconds of the last change.
    changed: (i64, i64),
    inode: u64,
}

impl Stamp {
    /// Of the file at a path, if there is one.
    pub(super) fn at(path: &Path) -> Option<Self> {
        fs::symlink_metadata(path).ok().map(|metadata| Self::of(&metadata))
    }

    fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), changed: (metadata.mtime(), metadata.mtime_nsec()), inode: metadata.ino() }
    }

    /// Whether the last change was before a moment. A change in the future, as of a clock set wrong, never is.
    pub(super) fn is_before(&self, moment: SystemTime) -> bool {
        let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
        self.changed.0 < i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }
}

/// The bytes of a file, by what identifies them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub sha256: String,
    pub bytes: u64,
}

/// What became of a file that was looked at.
#[derive(Debug)]
pub(super) enum Taken {
    Whole(Content, Stamp),
    /// It changed while it was read.
    Changing,
    TooLarge(u64),
}

/// Why bytes were not kept.
#[derive(Debug)]
pub(super) enum Failed {
    /// The file cannot be read.
    File(io::Error),
    /// The archive cannot be written.
    Archive(io::Error),
}

/// The archive of a project.
#[derive(Debug)]
pub(super) struct Archive {
    folder: PathBuf,
    /// Nothing is written: hashes only, for `check`.
    dry: bool,
    /// Hashes of bytes that are never kept.
    forgotten: BTreeSet<String>,
}

impl Archive {
    /// Opens the archive, creating it unless this is a dry look.
    pub(super) fn open(folder: PathBuf, dry: bool, forgotten: BTreeSet<String>) -> io::Result<Self> {
        if !dry {
            let private = |path: PathBuf| fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
            private(folder.join("objects"))?;
            private(folder.join("unfinished"))?;
        }
        Ok(Self { folder, dry, forgotten })
    }

    /// Removes what a run that died left. Only while nothing is taken in.
    pub(super) fn sweep(&self) -> io::Result<()> {
        if !self.dry {
            for entry in fs::read_dir(self.folder.join("unfinished"))? {
                fs::remove_file(entry?.path())?;
            }
        }
        Ok(())
    }

    /// Where the object of a hash stands.
    fn object(&self, sha256: &str) -> PathBuf {
        object(&self.folder, sha256)
    }

    /// Takes a file of the inbox in. `known` says that its path was taken in before, so that most likely its bytes are
    /// here already and only need hashing. The outer error is the archive's, the inner one the file's.
    pub(super) fn take(&self, path: &Path, known: bool, limit: u64) -> io::Result<io::Result<Taken>> {
        let opened = walk::open(path).and_then(|file| Ok((Stamp::of(&file.metadata()?), file)));
        let (before, mut file) = match opened {
            Ok(opened) => opened,
            Err(error) => return Ok(Err(error)),
        };
        if before.bytes > limit {
            return Ok(Ok(Taken::TooLarge(before.bytes)));
        }
        let content = if known { self.take_known(path, &mut file) } else { self.keep(&mut file) };
        let content = match content {
            Ok(content) => content,
            Err(Failed::Archive(error)) => return Err(error),
            Err(Failed::File(error)) => return Ok(Err(error)),
        };
        let after = file.metadata().map(|metadata| Stamp::of(&metadata));
        let stands = fs::symlink_metadata(path).is_ok_and(|standing| standing.ino() == before.inode);
        let unchanged = after.is_ok_and(|after| after == before) && stands && content.bytes == before.bytes;
        Ok(Ok(if unchanged { Taken::Whole(content, before) } else { Taken::Changing }))
    }

    fn take_known(&self, path: &Path, file: &mut File) -> Result<Content, Failed> {
        let hashed = copy(file, &mut io::sink())?;
        if self.holds(&hashed.sha256) {
            return Ok(hashed);
        }
        self.keep(&mut walk::open(path).map_err(Failed::File)?)
    }

    /// Writes bytes as an object, unless they are here already.
    pub(super) fn keep(&self, bytes: &mut impl Read) -> Result<Content, Failed> {
        if self.dry {
            return copy(bytes, &mut io::sink());
        }
        let scratch = tempfile::Builder::new().make_in(self.folder.join("unfinished"), |path| {
            OpenOptions::new().write(true).create_new(true).mode(0o400).open(path)
        });
        let mut scratch = scratch.map_err(Failed::Archive)?;
        let content = copy(bytes, scratch.as_file_mut())?;
        let object = self.object(&content.sha256);
        if !object.exists() && !self.forgotten.contains(&content.sha256) {
            let folder = object.parent().expect("an object stands in a folder");
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(Failed::Archive)?;
            scratch.persist(object).map_err(|error| Failed::Archive(error.error))?;
        }
        Ok(content)
    }

    /// Whether an object is here, or need not or may not be.
    pub(super) fn holds(&self, sha256: &str) -> bool {
        self.dry || self.forgotten.contains(sha256) || self.object(sha256).exists()
    }

    /// Removes an object and damaged copies of it. Returns how many files that were.
    pub(super) fn remove(&self, sha256: &str) -> io::Result<usize> {
        let object = self.object(sha256);
        let mut removed = 0;
        for path in [object.with_extension("damaged"), object] {
            match fs::remove_file(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                done => {
                    done?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    /// Opens an object.
    pub(super) fn open_object(&self, sha256: &str) -> io::Result<File> {
        File::open(self.object(sha256))
    }

    /// Makes every object written so far durable, before the manifest names them.
    pub(super) fn settle(&self) -> io::Result<()> {
        // One call for the whole file system costs less than one for each of a thousand files.
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(File::open(&self.folder)?)?;
        #[cfg(not(target_os = "linux"))]
        rustix::fs::sync();
        Ok(())
    }
}

/// Where the object of a hash stands in an archive.
pub(super) fn object(folder: &Path, sha256: &str) -> PathBuf {
    let (start, rest) = sha256.split_at(2.min(sha256.len()));
    folder.join("objects").join(start).join(rest)
}

/// Copies and hashes.
fn copy(from: &mut impl Read, to: &mut impl Write) -> Result<Content, Failed> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other.map_err(Failed::File)?,
        };
        if read == 0 {
            return Ok(Content { sha256: digest::hex(&hasher.finalize()), bytes });
        }
        hasher.update(&buffer[..read]);
        to.write_all(&buffer[..read]).map_err(Failed::Archive)?;
        bytes += read as u64;
    }
}
