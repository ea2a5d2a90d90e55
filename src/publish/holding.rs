//! Releases that hold the figures of a file that is to be forgotten.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Lock, kept};
use crate::warehouse;

/// Removes every kept and every refused release that holds a file of these bytes, or that cannot be asked. Returns
/// their paths.
///
/// # Errors
/// A folder cannot be read, or a release not be removed.
pub fn remove_holding(_held: &Lock, target: &Path, sha256: &BTreeSet<String>) -> io::Result<Vec<PathBuf>> {
    let mut removed = Vec::new();
    for folder in [kept::kept_folder(target), kept::refused_folder(target)] {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "duckdb") && holds(&path, sha256) {
                fs::remove_file(&path)?;
                removed.push(path);
            }
        }
    }
    removed.sort();
    Ok(removed)
}

/// Removes the release itself, if it holds a file of these bytes or cannot be asked. Returns whether it did.
///
/// # Errors
/// It cannot be removed.
pub fn remove_if_holding(_held: &Lock, target: &Path, sha256: &BTreeSet<String>) -> io::Result<bool> {
    let is_bad = holds(target, sha256);
    if is_bad {
        fs::remove_file(target)?;
    }
    Ok(is_bad)
}

/// Whether a release is there and holds a file of these bytes. One that cannot be asked may hold it.
#[must_use]
pub fn holds(release: &Path, sha256: &BTreeSet<String>) -> bool {
    let asked = || -> duckdb::Result<bool> {
        let connection = warehouse::open(release)?;
        let mut statement = connection.prepare("SELECT 1 FROM source_file WHERE sha256 = ?")?;
        for one in sha256 {
            if statement.exists([one])? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    release.is_file() && asked().unwrap_or(true)
}
