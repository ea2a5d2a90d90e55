//! The files of a request's force folders, matched with the tracker's lines.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::forget;
use super::manifest::Manifest;
use super::tracker::{TrackedReturn, force_set};
use super::walk::Standing;
use crate::config::Plan;
use crate::model::digest;
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::returns::{Inbox, Return, SourceFile};

/// Names of files beside the force folders of a request, or beside the requests, that are no returns.
const OWN: [&str; 5] = ["request.toml", "returns.csv", "readme.md", "readme.txt", "readme"];

/// Keeps letters, trackers and the files in folders of known forces; the others are findings.
pub(super) fn sort_out(plan: &Plan, standing: Vec<Standing>, findings: &mut Vec<Finding>) -> Vec<Standing> {
    let mut unknown = BTreeSet::new();
    let mut out = Vec::new();
    for file in standing {
        match file.path.split('/').collect::<Vec<_>>()[..] {
            [name] | [_, name] if OWN.contains(&&*name.to_lowercase()) => {
                if file.path.contains('/') && !name.to_lowercase().starts_with("readme") {
                    out.push(file);
                }
            }
            [_] | [_, _] => findings.push(Finding::new(Place::file(&file.path), Kind::FileOutsideForces)),
            [request, folder, ..] => match force_set(plan, folder) {
                Ok(_) => out.push(file),
                Err(kind) => {
                    if unknown.insert((request.to_owned(), folder.to_owned())) {
                        findings.push(Finding::new(Place::file(&format!("{request}/{folder}")), kind));
                    }
                }
            },
            [] => {}
        }
    }
    out
}

/// A version of a file of a force, as the manifest has it.
struct Version {
    path: Arc<str>,
    sha256: String,
    bytes: u64,
    /// The zip archive it is a member of.
    archive: Option<String>,
    /// Whether it was replaced at its path by another version.
    replaced: bool,
    /// Whether it replaced another version there.
    replaces: bool,
}

/// Adds a request's returns and files to the inbox. `seen` are the paths that stand in the inbox now.
pub(super) fn list(
    plan: &Plan,
    request: &str,
    lines: Vec<TrackedReturn>,
    (manifest, seen): (&Manifest, &BTreeSet<String>),
    inbox: &mut Inbox,
) {
    let later = later(&lines);
    let mut owners = Owners::new(lines, inbox);
    for path in seen.iter().filter(|path| path.starts_with(&format!("{request}/"))) {
        // Also of a file that is there but could not be taken, which is not missing.
        owners.of(plan, path, None);
    }
    // Files of this request by id: the same bytes sent twice by one force are one file. None where they are withdrawn.
    let mut known: HashMap<String, Option<usize>> = HashMap::new();
    for version in versions(request, manifest, seen) {
        let path = &version.path;
        let folder = path.split('/').nth(1).unwrap_or_default();
        let force = match force_set(plan, folder) {
            Ok(force) => force,
            Err(kind) => {
                inbox.findings.push(Finding::new(Place::file(path), kind));
                continue;
            }
        };
        let owner = owners.of(plan, path, version.archive.as_deref()).or_else(|| owners.unclaimed_of(&force, inbox));
        if let Some(stone) = manifest.forgotten(&version.sha256) {
            // One that stands in the inbox again has its finding.
            if !seen.contains(&**path) {
                inbox.findings.push(Finding::new(Place::file(path), forget::finding(stone, false)));
            }
            continue;
        }
        let stands = seen.contains(&**path);
        // The same bytes under another request or force are another file.
        let id = digest::id(&[request, &force, &version.sha256]);
        match known.get(&id).copied() {
            // A version that comes back, or a file that was renamed, is one file; so is one that is withdrawn.
            Some(_) if !stands || version.replaced => continue,
            Some(Some(at)) if inbox.files[at].path == *path => continue,
            Some(Some(at)) => {
                again(&mut inbox.files[at], owner, path, &inbox.returns, &mut inbox.findings);
                continue;
            }
            Some(None) | None => {}
        }
        let return_index = owner.unwrap_or_else(|| unlisted(request, &force, path, inbox));
        if inbox.returns[return_index].status == "withdrawn" {
            known.insert(id, None);
            continue;
        }
        if let Some((line, files)) = later.get(&inbox.returns[return_index].id).filter(|_| version.replaces) {
            let stood = |file: &String| {
                let other = format!("{request}/{folder}/{file}");
                manifest.latest(&other).is_some()
                    && manifest.is_newer(version.archive.as_deref().unwrap_or(path), &other)
            };
            if files.iter().any(stood) {
                let kind = Kind::ReplacementSuperseded { by: format!("returns.csv:{line}") };
                inbox.findings.push(Finding::new(Place::file(path), kind));
            }
        }
        let return_index = if version.replaced {
            inbox.findings.push(Finding::new(Place::file(path), Kind::FileReplaced { sha256: version.sha256.clone() }));
            replaced(return_index, inbox)
        } else {
            if !stands {
                inbox.findings.push(Finding::new(Place::file(path), left(&version, manifest, seen)));
            }
            return_index
        };
        known.insert(id.clone(), Some(inbox.files.len()));
        let Version { path, sha256, bytes, .. } = version;
        inbox.files.push(SourceFile { id, return_index, path, sha256, bytes });
    }
    inbox.findings.extend(owners.missing(request).map(|path| Finding::new(Place::file(&path), Kind::FileMissing)));
}

/// By the ids of returns that are superseded whole: the line that does it, and its files.
fn later(lines: &[TrackedReturn]) -> HashMap<String, (String, Vec<String>)> {
    let whole = |line: &&TrackedReturn| line.record.supersedes_only.is_empty() && line.record.status != "withdrawn";
    let of =
        |line: &TrackedReturn| Some((line.record.supersedes.clone()?, (line.place.cell.clone(), line.files.clone())));
    lines.iter().filter(whole).filter_map(of).collect()
}

/// The same bytes stand at another path of the force too.
fn again(
    first: &mut SourceFile,
    owner: Option<usize>,
    path: &Arc<str>,
    returns: &[Return],
    findings: &mut Vec<Finding>,
) {
    findings.push(Finding::new(Place::file(path), Kind::DuplicateReturn { other: first.path.to_string() }));
    // The same figures sent again belong to the return that holds now.
    if let Some(owner) = owner.filter(|at| returns[*at].supersedes.as_ref() == Some(&returns[first.return_index].id)) {
        (first.return_index, first.path) = (owner, path.clone());
    }
}

/// The force that the folder of a path names.
#[must_use]
pub fn force_of(plan: &Plan, path: &str) -> Option<Arc<str>> {
    force_set(plan, path.split('/').nth(1)?).ok()
}

/// A path inside its force's folder.
fn inside(path: &str) -> &str {
    path.splitn(3, '/').nth(2).unwrap_or_default()
}

/// Every version of every file of a request: what stands in the inbox first, then what left it, then what was replaced,
/// so that of two versions with the same bytes the one that holds comes first.
fn versions(request: &str, manifest: &Manifest, seen: &BTreeSet<String>) -> Vec<Version> {
    let prefix = format!("{request}/");
    let mut out = Vec::new();
    for (path, entries) in manifest.paths().filter(|(path, _)| path.starts_with(&prefix)) {
        if path.matches('/').count() < 2 {
            continue;
        }
        let first = entries.clone().count() - 1;
        for (age, entry) in entries.rev().enumerate() {
            let version = |path: &str, sha256: &str, bytes, archive| Version {
                path: path.into(),
                sha256: sha256.to_owned(),
                bytes,
                archive,
                replaced: age > 0,
                replaces: age == 0 && first > 0,
            };
            if entry.members.is_empty() {
                out.push(version(path, &entry.sha256, entry.bytes, None));
            }
            for member in &entry.members {
                out.push(version(&member.path, &member.sha256, member.bytes, Some(path.to_owned())));
            }
        }
    }
    out.sort_by_key(|version| (version.replaced, !seen.contains(&*version.path)));
    out
}

/// Which return each file belongs to.
struct Owners {
    /// By force and path inside its folder: the return, and whether the file was met.
    listed: HashMap<(Arc<str>, String), (usize, bool)>,
    /// Answers that list no file: a force's files belong to its only such line.
    unclaimed: Vec<usize>,
}

impl Owners {
    /// Adds the tracker's returns to the inbox.
    fn new(lines: Vec<TrackedReturn>, inbox: &mut Inbox) -> Self {
        let mut owners = Self { listed: HashMap::new(), unclaimed: Vec::new() };
        for line in lines {
            let at = inbox.returns.len();
            if claims_all(&line) {
                owners.unclaimed.push(at);
            }
            for file in line.files {
                owners.listed.insert((line.record.police_force.clone(), file), (at, false));
            }
            inbox.returns.push(line.record);
        }
        owners
    }

    /// The return that lists a file, or the archive it is a member of.
    fn of(&mut self, plan: &Plan, path: &str, archive: Option<&str>) -> Option<usize> {
        let force = force_of(plan, path)?;
        let mut found = None;
        for name in [Some(path), archive].into_iter().flatten().map(inside) {
            if let Some((at, met)) = self.listed.get_mut(&(force.clone(), name.to_owned())) {
                *met = true;
                found = found.or(Some(*at));
            }
        }
        found
    }

    /// The force's only line, if that lists no file.
    fn unclaimed_of(&self, force: &Arc<str>, inbox: &Inbox) -> Option<usize> {
        let own: Vec<&usize> = self.unclaimed.iter().filter(|at| inbox.returns[**at].police_force == *force).collect();
        if let [only] = own[..] { Some(*only) } else { None }
    }

    /// Paths that the tracker lists and nobody ever saw, sorted.
    fn missing(self, request: &str) -> impl Iterator<Item = String> {
        let never = self.listed.into_iter().filter(|(_, (_, met))| !met);
        let paths: BTreeSet<String> = never.map(|((force, file), _)| format!("{request}/{force}/{file}")).collect();
        paths.into_iter()
    }
}

/// Whether a line lists no file although files are there: those that no other line lists are its own.
fn claims_all(line: &TrackedReturn) -> bool {
    line.files.is_empty() && ["answered", "partial", "nil"].contains(&line.record.status.as_str())
}

/// The line of the return that one file of a force belongs to, by its path inside the force's folder.
pub(super) fn line_of(lines: Vec<TrackedReturn>, force: &Arc<str>, file: &str) -> Option<TrackedReturn> {
    let mut own: Vec<TrackedReturn> = lines.into_iter().filter(|line| line.record.police_force == *force).collect();
    if let Some(at) = own.iter().position(|line| line.files.iter().any(|listed| listed == file)) {
        return Some(own.swap_remove(at));
    }
    own.retain(claims_all);
    own.pop().filter(|_| own.is_empty())
}

/// What to say of a file that stands in the inbox no more: it holds on, which counts twice if it was only moved.
fn left(version: &Version, manifest: &Manifest, seen: &BTreeSet<String>) -> Kind {
    // What stood there before, with the same bytes, is no place it was moved to.
    let moved = |other: &&String| {
        **other != *version.path
            && manifest.latest(other).is_some_and(|entry| entry.sha256 == version.sha256)
            && manifest.is_newer(other, &version.path)
    };
    seen.iter().find(moved).map_or(Kind::FileLeft, |other| Kind::FileMoved { to: other.clone() })
}

/// The return of files that no tracker line lists.
fn unlisted(request: &str, force: &Arc<str>, path: &Arc<str>, inbox: &mut Inbox) -> usize {
    let kind = Kind::FileNotListed { force: force.to_string() };
    inbox.findings.push(Finding::new(Place::file(path), kind));
    let id = format!("{request}/{force}/unlisted");
    find_or_add(inbox, Return { id, police_force: force.clone(), ..Return::unlisted(request.into()) })
}

/// The return that holds the earlier versions of a return's files.
fn replaced(return_index: usize, inbox: &mut Inbox) -> usize {
    let now = &inbox.returns[return_index];
    let earlier = Return {
        id: format!("{}/replaced", now.id),
        supersedes: None,
        supersedes_only: Vec::new(),
        replaced: true,
        ..now.clone()
    };
    find_or_add(inbox, earlier)
}

fn find_or_add(inbox: &mut Inbox, record: Return) -> usize {
    inbox.returns.iter().position(|known| known.id == record.id).unwrap_or_else(|| {
        inbox.returns.push(record);
        inbox.returns.len() - 1
    })
}
