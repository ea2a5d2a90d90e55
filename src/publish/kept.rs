//! Releases besides the published one: those it replaced, those that were refused, and the hold that a person puts on.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;

use super::{Lock, NotPublished, beside, io_error, whole};
use crate::fault;

/// A run is named by the moment it began, so that names sort by time.
pub const NAME: &str = "%Y%m%dT%H%M%S%.3fZ";

/// Refused releases that stay.
const REFUSED: usize = 3;

/// Where the releases that were published before a target stand.
#[must_use]
pub fn kept_folder(target: &Path) -> PathBuf {
    target.with_file_name("kept")
}

/// Where the releases that a gate refused stand.
#[must_use]
pub fn refused_folder(target: &Path) -> PathBuf {
    target.with_file_name("refused")
}

/// A release in one of these folders, by the run that made it.
#[must_use]
pub fn place(folder: &Path, run_id: &str) -> PathBuf {
    folder.join(format!("{run_id}.duckdb"))
}

/// The runs whose releases stand in a folder, oldest first: names of runs sort by their time.
///
/// # Errors
/// The folder is there and cannot be read.
pub fn runs(folder: &Path) -> Result<Vec<String>, NotPublished> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| io_error(folder, error))?,
    };
    let mut out = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| io_error(folder, error))?.file_name();
        let run = name.to_str().and_then(|name| name.strip_suffix(".duckdb"));
        // What somebody else has put there is none of ours.
        out.extend(run.filter(|run| DateTime::strptime(NAME, run).is_ok()).map(str::to_owned));
    }
    out.sort();
    Ok(out)
}

/// Keeps the published file of a run, before another takes its place. It is the same file under a second name, so that
/// nothing is copied and the target is there at every moment.
///
/// # Errors
/// The folder cannot be written.
pub fn keep(_held: &Lock, target: &Path, run_id: &str) -> Result<(), NotPublished> {
    let folder = kept_folder(target);
    fs::create_dir_all(&folder).map_err(|error| io_error(&folder, error))?;
    let place = place(&folder, run_id);
    match fs::hard_link(target, &place) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        linked => linked.map_err(|error| io_error(&place, error))?,
    }
    File::open(&folder).and_then(|folder| folder.sync_all()).map_err(|error| io_error(&folder, error))?;
    fault::point("kept");
    Ok(())
}

/// Removes all but the newest kept releases and the newest refused ones.
///
/// # Errors
/// One cannot be removed.
pub fn retain(target: &Path, releases: usize) -> Result<(), NotPublished> {
    for (folder, number) in [(kept_folder(target), releases), (refused_folder(target), REFUSED)] {
        let runs = runs(&folder)?;
        for run in &runs[..runs.len().saturating_sub(number)] {
            let place = place(&folder, run);
            fs::remove_file(&place).map_err(|error| io_error(&place, error))?;
        }
    }
    Ok(())
}

/// What a person who rolled back has said: until it is released, nothing is published over it.
///
/// # Errors
/// There is one, and it cannot be read.
pub fn hold(target: &Path) -> Result<Option<String>, NotPublished> {
    let path = beside(target, "hold");
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error(&path, error)),
    }
}

/// Puts the hold on, with a text for who meets it.
///
/// # Errors
/// It cannot be written.
pub fn put_hold(_held: &Lock, target: &Path, why: &str) -> Result<(), NotPublished> {
    // A disk that is full must not leave half a hold.
    whole(target, &beside(target, "hold"), why)?;
    fault::point("held");
    Ok(())
}

/// Takes the hold off; whether there was one.
///
/// # Errors
/// It cannot be removed.
pub fn release_hold(_held: &Lock, target: &Path) -> Result<bool, NotPublished> {
    let path = beside(target, "hold");
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(io_error(&path, error)),
    }
}
