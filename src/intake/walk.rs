//! What stands in the inbox, and the safe way to open it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rustix::fs::{Mode, OFlags};

use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;

/// Endings that browsers and copying programs give a file until it is complete.
const UNFINISHED: [&str; 6] = [".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp"];

/// Something in the inbox that is no folder.
#[derive(Debug)]
pub struct Standing {
    /// Relative to the inbox, with forward slashes.
    pub path: String,
    /// To open it by: the path above replaces what is no Unicode.
    pub real: PathBuf,
}

/// Files below the inbox by path. Links, pipes and devices are findings, and so are folders that cannot be read;
/// dotfiles, lock files of office programs and what a `.foiignore` names are passed over.
#[must_use]
pub fn files(root: &Path, findings: &mut Vec<Finding>) -> Vec<Standing> {
    let mut out = Vec::new();
    let walk =
        WalkBuilder::new(root).standard_filters(false).hidden(true).add_custom_ignore_filename(".foiignore").build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let place = Place::file(&path_of(&error).map_or(String::new(), |path| relative(root, path)));
                let reason = error.into_io_error().map_or("it cannot be listed".to_owned(), |error| error.to_string());
                findings.push(Finding::new(place, Kind::FileUnreadable { reason }));
                continue;
            }
        };
        let kind = entry.file_type();
        let lock = entry.file_name().to_string_lossy().starts_with("~$");
        if lock || kind.is_none_or(|kind| kind.is_dir()) {
            continue;
        }
        let path = relative(root, entry.path());
        if kind.is_some_and(|kind| !kind.is_file()) {
            findings.push(Finding::new(Place::file(&path), Kind::NotAFile));
        } else if UNFINISHED.iter().any(|ending| path.to_lowercase().ends_with(ending)) {
            findings.push(Finding::new(Place::file(&path), Kind::StillBeingWritten));
        } else {
            out.push(Standing { path, real: entry.into_path() });
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

fn relative(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).iter();
    parts.map(|part| part.to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// Opens a regular file. A link is not followed, and a pipe or device that took a file's place since the walk neither
/// blocks nor is read.
///
/// # Errors
/// It is none, or cannot be opened.
pub fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a link, a pipe or a device"));
    }
    Ok(file)
}
