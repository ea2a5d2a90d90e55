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
mod day;
mod files;
mod forget;
mod manifest;
mod members;
mod request;
mod tracker;
mod walk;
mod whose;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use crate::config::{Plan, Problem, decode};
use crate::fault;
use crate::model::digest;
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::returns::{Inbox, SourceFile};
use archive::{Archive, Content, Stamp, Taken};
use manifest::Manifest;
use walk::Standing;

pub use day::{days, is_day};
pub use files::force_of;
pub use forget::{NotForgotten, Purged, ever_seen, forget, forgotten};
pub use request::check_letter;
pub use tracker::{
    COLUMNS as TRACKER, HOW_TABLES_ARE_NAMED, STATUSES, TrackedReturn, force_set, replaces, tables_named,
};
pub use walk::{files as files_below, open};
pub use whose::{Said, Tracked, Whose, tracked, tracked_line, whose};

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

/// Looks again at an archived copy that was missing or another than was taken in: if it is sound after all, nothing is to
/// be done; else it is moved aside, and the file taken in again if it stands in the inbox. Returns whether the copy is
/// sound now.
///
/// # Errors
/// The archive cannot be written.
pub fn mend(plan: &Plan, file: &SourceFile) -> io::Result<bool> {
    // The same bytes may be the file of two forces, whose readers come here at once.
    static MENDING: Mutex<()> = Mutex::new(());
    let _alone = MENDING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = plan.root.join(&plan.settings.archive);
    let object = archive::object(&folder, &file.sha256);
    match fs::read(&object) {
        Ok(bytes) if digest::sha256(&bytes) == file.sha256 => return Ok(true),
        Ok(_) => fs::rename(&object, object.with_extension("damaged"))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        // A copy that cannot be read just now is not known to be damaged.
        Err(_) => return Ok(false),
    }
    let standing = plan.root.join(&plan.settings.inbox).join(&*file.path);
    let limit = plan.settings.limits.bytes_per_file;
    let forgotten = Manifest::load(&folder)?.forgotten_bytes();
    let taken = Archive::open(folder, false, forgotten)?.take(&standing, false, limit);
    Ok(matches!(taken, Ok(Ok(Taken::Whole(content, _))) if content.sha256 == file.sha256))
}

/// Compares every archived copy that the manifest names with its hash. How many there are, and what is wrong with those
/// that are damaged or missing, or were forgotten and are there.
///
/// # Errors
/// The manifest cannot be read.
pub fn audit(plan: &Plan) -> io::Result<(usize, Vec<String>)> {
    let folder = plan.root.join(&plan.settings.archive);
    let manifest = Manifest::load(&folder)?;
    let entries = manifest.paths().flat_map(|(_, versions)| versions);
    let named: BTreeMap<&str, &str> = entries
        .flat_map(|entry| {
            let members = entry.members.iter().map(|member| (member.sha256.as_str(), member.path.as_str()));
            members.chain([(entry.sha256.as_str(), entry.path.as_str())])
        })
        .filter(|(sha256, _)| manifest.forgotten(sha256).is_none())
        .collect();
    let wrong = |(sha256, path): (&&str, &&str)| match fs::read(archive::object(&folder, sha256)) {
        Ok(bytes) if digest::sha256(&bytes) == **sha256 => None,
        Ok(_) => Some(format!("the archived copy {sha256} of {path} holds something else")),
        Err(error) => Some(format!("the archived copy {sha256} of {path} cannot be read: {error}")),
    };
    let purged = manifest.forgotten_bytes();
    let left = purged.iter().filter(|sha256| archive::object(&folder, sha256).exists());
    let left = left.map(|sha256| format!("the archived copy {sha256} was forgotten and is still there"));
    Ok((named.len(), named.iter().filter_map(wrong).chain(left).collect()))
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
    if standing.is_empty() && manifest.paths().next().is_some() {
        inbox.findings.push(Finding::new(Place::file(&shown), Kind::InboxGone));
    }
    let standing = files::sort_out(plan, standing, &mut inbox.findings);

    let documents = Documents::new(plan, &standing, &manifest, &folder);
    let mut trackers = BTreeMap::new();
    let mut problems = Vec::new();
    for id in request_folders(&root, &manifest).map_err(|error| NoInbox::Io { path: shown.clone(), error })? {
        let prefix = format!("{shown}/{id}");
        let unusable = |name: &str, error| NoInbox::Io { path: format!("{prefix}/{name}"), error };
        let mut read = |name: &str| {
            let path = format!("{id}/{name}");
            let (bytes, kind) = documents.read(&path).map_err(|error| unusable(name, error))?;
            inbox.findings.extend(kind.map(|kind| Finding::new(Place::file(&path), kind)));
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
        if text.trim().is_empty() && manifest.latest(&format!("{id}/returns.csv")).is_some_and(|entry| entry.bytes > 0)
        {
            let problem = Problem::new(&format!("{prefix}/returns.csv"), 0, "is empty, and held lines before");
            problems.push(problem.hint("put its lines back; a return goes by its status `withdrawn`"));
        }
        let lines = tracker::read(plan, &id, &prefix, &text, &mut problems, &mut inbox.findings);
        trackers.insert(id, lines);
    }
    if !problems.is_empty() {
        return Err(NoInbox::Problems(problems));
    }
    if inbox.requests.is_empty() {
        return Err(NoInbox::Empty(shown));
    }

    let archive = Archive::open(folder, take == Take::Nothing, manifest.forgotten_bytes()).map_err(io)?;
    archive.sweep().map_err(io)?;
    let known: BTreeSet<&str> = inbox.requests.iter().map(|request| &*request.id).collect();
    let wanted = standing.into_iter().filter(|file| known.contains(file.path.split('/').next().unwrap_or_default()));
    let seen = take_in(plan, &archive, &mut manifest, wanted.collect(), &mut inbox.findings).map_err(io)?;
    fault::point("taken-in");
    if take == Take::In && manifest.has_news() {
        archive.settle().and_then(|()| manifest.save()).map_err(io)?;
    }
    fault::point("manifest-saved");
    for (id, lines) in trackers {
        files::list(plan, &id, lines, (&manifest, &seen), &mut inbox);
    }
    inbox.files.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.id.cmp(&b.id)));
    Ok(inbox)
}

/// Letters and trackers: as they stand in the inbox, else as they last stood there. One that is still being written is
/// not used: half a tracker would bring back what its other half withdraws.
struct Documents<'a> {
    standing: BTreeMap<&'a str, (&'a Path, Option<Stamp>)>,
    manifest: &'a Manifest,
    archive: &'a Path,
}

impl<'a> Documents<'a> {
    fn new(plan: &Plan, standing: &'a [Standing], manifest: &'a Manifest, archive: &'a Path) -> Self {
        let is_document = |path: &str| matches!(path.split('/').collect::<Vec<_>>()[..], [_, _]);
        let documents = standing.iter().filter(|file| is_document(&file.path));
        let stamped = documents.map(|file| (file.path.as_str(), (&*file.real, Stamp::at(&file.real))));
        let standing: BTreeMap<_, (&Path, Option<Stamp>)> = stamped.collect();
        let settled_before = settled_before(plan);
        let is_recent = |stamp: &Option<Stamp>| stamp.is_some_and(|stamp| !stamp.is_before(settled_before));
        if standing.values().any(|(_, stamp)| is_recent(stamp)) {
            std::thread::sleep(Duration::from_secs(plan.settings.settle_seconds));
        }
        Self { standing, manifest, archive }
    }

    /// The bytes, if there ever were any, and what is to be said of where they come from.
    fn read(&self, path: &str) -> io::Result<(Option<Vec<u8>>, Option<Kind>)> {
        let mut kind = None;
        if let Some((real, stamp)) = self.standing.get(path) {
            let mut bytes = Vec::new();
            walk::open(real)?.read_to_end(&mut bytes)?;
            if Stamp::at(real) == *stamp {
                return Ok((Some(bytes), None));
            }
            kind = Some(Kind::StillBeingWritten);
        }
        let Some(entry) = self.manifest.latest(path) else { return Ok((None, kind)) };
        let bytes = fs::read(archive::object(self.archive, &entry.sha256))?;
        Ok((Some(bytes), kind.or(Some(Kind::FileLeft))))
    }
}

/// The moment since which nothing may have changed in a file that is taken in at once.
fn settled_before(plan: &Plan) -> SystemTime {
    let pause = Duration::from_secs(plan.settings.settle_seconds);
    SystemTime::now().checked_sub(pause).unwrap_or(UNIX_EPOCH)
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
    let settled_before = settled_before(plan);
    let mut seen = BTreeSet::new();
    let mut taken: Vec<(Standing, Content)> = Vec::new();
    let mut recent: Vec<(Standing, Content, Stamp)> = Vec::new();
    for file in standing {
        // A file that cannot be read is the file's affair; an archive that cannot be written, ours.
        let problem = match archive.take(&file.real, manifest.latest(&file.path).is_some(), limits.bytes_per_file)? {
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
        match archive.take(&file.real, true, limits.bytes_per_file)? {
            Ok(Taken::Whole(again, second)) if again == content && second == stamp => taken.push((file, content)),
            _ => {
                findings.push(Finding::new(Place::file(&file.path), Kind::StillBeingWritten));
                seen.insert(file.path);
            }
        }
    }
    for (file, content) in taken {
        if let Some(stone) = manifest.forgotten(&content.sha256) {
            findings.push(Finding::new(Place::file(&file.path), forget::finding(stone, true)));
            seen.insert(file.path);
            continue;
        }
        match manifest.latest(&file.path) {
            Some(entry) if entry.sha256 == content.sha256 => {
                let members = members::mend(&file, entry, archive, limits)?;
                manifest.see(&file.path, content, members, &now);
            }
            _ => {
                let members = members::of(&file, &content, (archive, manifest), limits)?;
                if let Some(stone) = members.iter().find_map(|member| manifest.forgotten(&member.sha256)) {
                    // The archive holds what was forgotten, so that its own bytes are not kept either.
                    archive.remove(&content.sha256)?;
                    findings.push(Finding::new(Place::file(&file.path), forget::finding(stone, true)));
                    seen.insert(file.path);
                    continue;
                }
                manifest.see(&file.path, content, members, &now);
            }
        }
        let members = manifest.latest(&file.path).map_or(&[][..], |entry| &entry.members);
        seen.extend(members.iter().map(|member| member.path.clone()));
        seen.insert(file.path);
    }
    Ok(seen)
}
