//! **intake**: the inbox -> archive and manifest -> requests, returns and files.
//!
//! Must never take a file that is still being written, and never forget one that was taken: every version of every
//! file goes into the [`archive`] under the hash of its bytes, the [`manifest`] says what stood where in which order,
//! and what a run reads is made from these two alone. A file that leaves the inbox therefore changes nothing; a new
//! version at the same path replaces the old one; `withdrawn` in the tracker keeps a file out. Links, pipes, devices,
//! lock files of office programs and dotfiles are not taken, and members of a .zip are files of the return.
//!
//! A mistake in `request.toml` or `returns.csv` is a configuration problem and is reported with all others before
//! anything is archived; a force nobody knows costs its own files only.

mod archive;
mod files;
mod manifest;
mod members;
mod request;
mod tracker;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use crate::config::{Plan, Problem, decode};
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::returns::{Inbox, SourceFile};
use archive::{Archive, Content, Stamp, Taken};
use manifest::Manifest;
use walk::Standing;

/// Why there is nothing to work on.
#[derive(Debug, thiserror::Error)]
pub enum NoInbox {
    #[error("there is no inbox at {0}")]
    Missing(String),
    #[error("the inbox at {0} holds no request: a request is a folder with a request.toml")]
    Empty(String),
    #[error("the configuration has {} problem(s)", .0.len())]
    Problems(Vec<Problem>),
    #[error("cannot use {path}: {error}")]
    Io { path: String, error: io::Error },
}

/// Whether what is seen is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// New versions go into the archive and the manifest.
    In,
    /// Nothing is written: a look at what a run would take.
    Nothing,
}

/// Where the archived copy of some bytes stands, relative to the project.
#[must_use]
pub fn object(plan: &Plan, sha256: &str) -> PathBuf {
    archive::object(&plan.settings.archive, sha256)
}

/// Moves an archived copy aside that is not what was taken in, and takes the file in again if it stands in the inbox.
/// Returns whether it did.
///
/// # Errors
/// The archive cannot be written.
pub fn mend(plan: &Plan, file: &SourceFile) -> io::Result<bool> {
    let folder = plan.root.join(&plan.settings.archive);
    let object = archive::object(&folder, &file.sha256);
    if object.exists() {
        fs::rename(&object, object.with_extension("damaged"))?;
    }
    let standing = plan.root.join(&plan.settings.inbox).join(&*file.path);
    let limit = plan.settings.limits.bytes_per_file;
    let taken = Archive::open(folder, false)?.take(&standing, false, limit);
    Ok(matches!(taken, Ok(Taken::Whole(content, _)) if content.sha256 == file.sha256))
}

/// Surveys the inbox: takes in what is new, reads the requests and trackers, lists the files.
///
/// # Errors
/// The inbox is missing, holds no request, has configuration problems (all of them), or the archive cannot be used.
pub fn survey(plan: &Plan, take: Take) -> Result<Inbox, NoInbox> {
    let root = plan.root.join(&plan.settings.inbox);
    let shown = plan.settings.inbox.display().to_string();
    let folder = plan.root.join(&plan.settings.archive);
    let io = |error| NoInbox::Io { path: plan.settings.archive.display().to_string(), error };
    let mut manifest = Manifest::load(&folder).map_err(io)?;
    if !root.is_dir() && manifest.paths().next().is_none() {
        return Err(NoInbox::Missing(shown));
    }
    let mut inbox = Inbox::default();
    let standing = if root.is_dir() { walk::files(&root, &mut inbox.findings) } else { Vec::new() };
    let standing = files::sort_out(plan, standing, &mut inbox.findings);

    let documents = Documents { standing: &standing, manifest: &manifest, archive: &folder };
    let mut trackers = BTreeMap::new();
    let mut problems = Vec::new();
    for id in request_folders(&root, &manifest).map_err(|error| NoInbox::Io { path: shown.clone(), error })? {
        let prefix = format!("{shown}/{id}");
        let unusable = |name: &str, error| NoInbox::Io { path: format!("{prefix}/{name}"), error };
        let mut read = |name: &str| {
            let (bytes, left) = documents.read(&id, name).map_err(|error| unusable(name, error))?;
            if left {
                inbox.findings.push(Finding::new(Place::file(&format!("{id}/{name}")), Kind::FileLeft));
            }
            Ok(bytes)
        };
        let letter = read("request.toml")?;
        let tracker = read("returns.csv")?;
        let Some(letter) = letter else {
            inbox.findings.push(Finding::new(Place::file(&id), Kind::FolderWithoutLetter));
            continue;
        };
        match request::parse(plan, &id, &format!("{prefix}/request.toml"), &decode(&letter)) {
            Ok(request) => inbox.requests.push(request),
            Err(mut found) => problems.append(&mut found),
        }
        let text = tracker.map(|bytes| decode(&bytes)).unwrap_or_default();
        let lines = tracker::read(plan, &id, &prefix, &text, &mut problems, &mut inbox.findings);
        trackers.insert(id, lines);
    }
    if !problems.is_empty() {
        return Err(NoInbox::Problems(problems));
    }
    if inbox.requests.is_empty() {
        return Err(NoInbox::Empty(shown));
    }

    let archive = Archive::open(folder, take == Take::Nothing).map_err(io)?;
    archive.sweep().map_err(io)?;
    let known: BTreeSet<&str> = inbox.requests.iter().map(|request| &*request.id).collect();
    let wanted = standing.into_iter().filter(|file| known.contains(file.path.split('/').next().unwrap_or_default()));
    let seen = take_in(plan, &archive, &mut manifest, wanted.collect(), &mut inbox.findings).map_err(io)?;
    if take == Take::In && manifest.has_news() {
        archive.settle().and_then(|()| manifest.save()).map_err(io)?;
    }
    for (id, lines) in trackers {
        files::list(plan, &id, lines, (&manifest, &seen), &mut inbox);
    }
    inbox.files.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.id.cmp(&b.id)));
    Ok(inbox)
}

/// Letters and trackers: as they stand in the inbox, else as they last stood there.
struct Documents<'a> {
    standing: &'a [Standing],
    manifest: &'a Manifest,
    archive: &'a Path,
}

impl Documents<'_> {
    /// The bytes, if there ever were any, and whether the file has left the inbox.
    fn read(&self, request: &str, name: &str) -> io::Result<(Option<Vec<u8>>, bool)> {
        let path = format!("{request}/{name}");
        let mut bytes = Vec::new();
        let mut left = false;
        if let Ok(at) = self.standing.binary_search_by(|file| file.path.as_str().cmp(&path)) {
            walk::open(&self.standing[at].real)?.read_to_end(&mut bytes)?;
        } else if let Some(entry) = self.manifest.latest(&path) {
            bytes = fs::read(archive::object(self.archive, &entry.sha256))?;
            left = true;
        } else {
            return Ok((None, false));
        }
        Ok((Some(bytes), left))
    }
}

/// Folders of the inbox and of the manifest, sorted; dotfolders are passed over.
fn request_folders(root: &Path, manifest: &Manifest) -> io::Result<BTreeSet<String>> {
    let first = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let mut names: BTreeSet<String> = manifest.paths().map(|(path, _)| first(path)).collect();
    if root.is_dir() {
        for entry in fs::read_dir(root)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() && !name.starts_with('.') {
                names.insert(name);
            }
        }
    }
    Ok(names)
}

/// Takes in every file that has settled; returns the paths that stand in the inbox, members of archives included. A
/// file that cannot be read, or that is still being written, costs itself, and what stood there before goes on.
fn take_in(
    plan: &Plan,
    archive: &Archive,
    manifest: &mut Manifest,
    standing: Vec<Standing>,
    findings: &mut Vec<Finding>,
) -> io::Result<BTreeSet<String>> {
    let limits = &plan.settings.limits;
    let now = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let settled_before = SystemTime::now().checked_sub(Duration::from_secs(plan.settings.settle_seconds));
    let settled_before = settled_before.unwrap_or(UNIX_EPOCH);
    let mut seen = BTreeSet::new();
    let mut taken: Vec<(Standing, Content)> = Vec::new();
    let mut recent: Vec<(Standing, Content, Stamp)> = Vec::new();
    for file in standing {
        let problem = match archive.take(&file.real, manifest.latest(&file.path).is_some(), limits.bytes_per_file) {
            Ok(Taken::Whole(content, stamp)) if stamp.is_before(settled_before) => {
                taken.push((file, content));
                continue;
            }
            Ok(Taken::Whole(content, stamp)) => {
                recent.push((file, content, stamp));
                continue;
            }
            Ok(Taken::Changing) => Kind::StillBeingWritten,
            Ok(Taken::TooLarge(bytes)) => {
                Kind::OverLimit { what: format!("it has {bytes} bytes, the limit is {}", limits.bytes_per_file) }
            }
            // A full disk is ours, an unreadable file is the file's.
            Err(error) if error.kind() == io::ErrorKind::StorageFull => return Err(error),
            Err(error) => Kind::FileUnreadable { reason: error.to_string() },
        };
        findings.push(Finding::new(Place::file(&file.path), problem));
        seen.insert(file.path);
    }
    // What was changed a moment ago may be half of a file: one pause for all of them, then a second look.
    if !recent.is_empty() {
        std::thread::sleep(Duration::from_secs(plan.settings.settle_seconds));
    }
    for (file, content, stamp) in recent {
        match archive.take(&file.real, true, limits.bytes_per_file) {
            Ok(Taken::Whole(again, second)) if again == content && second == stamp => taken.push((file, content)),
            _ => {
                findings.push(Finding::new(Place::file(&file.path), Kind::StillBeingWritten));
                seen.insert(file.path);
            }
        }
    }
    for (file, content) in taken {
        match manifest.latest(&file.path) {
            Some(entry) if entry.sha256 == content.sha256 => members::mend(&file, entry, archive, limits)?,
            _ => {
                let members = members::of(&file, &content, (archive, manifest), limits)?;
                manifest.see(&file.path, content, members, &now);
            }
        }
        let members = manifest.latest(&file.path).map_or(&[][..], |entry| &entry.members);
        seen.extend(members.iter().map(|member| member.path.clone()));
        seen.insert(file.path);
    }
    Ok(seen)
}
