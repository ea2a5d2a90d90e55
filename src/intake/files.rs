//! The files of a request's force folders, matched with the tracker's lines.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use ignore::WalkBuilder;
use sha2::{Digest, Sha256};

use super::tracker::{TrackedReturn, force_set};
use super::{NoInbox, folders};
use crate::config::Plan;
use crate::model::digest;
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::returns::{Inbox, Return, SourceFile};

/// Adds a request's returns and files to the inbox.
pub(super) fn list(
    plan: &Plan,
    request: &str,
    root: &Path,
    lines: Vec<TrackedReturn>,
    inbox: &mut Inbox,
) -> Result<(), NoInbox> {
    // Which return a file belongs to, by force and path inside its folder.
    let mut owners: HashMap<(Arc<str>, String), (usize, Place)> = HashMap::new();
    // Answers that list no file: a force's files belong to its only such line.
    let mut unclaimed: Vec<usize> = Vec::new();
    for line in lines {
        let force = line.record.police_force.clone();
        let at = inbox.returns.len();
        if line.files.is_empty() && ["answered", "partial", "nil"].contains(&line.record.status.as_str()) {
            unclaimed.push(at);
        }
        for file in line.files {
            owners.insert((force.clone(), file), (at, line.place.clone()));
        }
        inbox.returns.push(line.record);
    }
    // Files of this request by id: the same bytes sent twice by one force are one file.
    let mut seen: HashMap<String, usize> = HashMap::new();
    for name in strays(&root.join(request))? {
        let place = Place::file(&format!("{request}/{name}"));
        inbox.findings.push(Finding::new(place, Kind::FileOutsideForces));
    }
    for folder in folders(&root.join(request))? {
        let force = match force_set(plan, &folder) {
            Ok(force) => force,
            Err(kind) => {
                inbox.findings.push(Finding::new(Place::file(&format!("{request}/{folder}")), kind));
                continue;
            }
        };
        for name in walk(&root.join(request).join(&folder))? {
            let path: Arc<str> = format!("{request}/{folder}/{name}").into();
            let owner = owners.remove(&(force.clone(), name));
            let return_index = owner.map_or_else(|| unlisted(request, &force, &path, &unclaimed, inbox), |(at, _)| at);
            if inbox.returns[return_index].status == "withdrawn" {
                continue;
            }
            let (sha256, bytes) = match hash(&root.join(&*path)) {
                Ok(hashed) => hashed,
                // It costs itself only.
                Err(error) => {
                    let kind = Kind::FileUnreadable { reason: error.to_string() };
                    inbox.findings.push(Finding::new(Place::file(&path), kind));
                    continue;
                }
            };
            // The same bytes under another request or force are another file.
            let id = digest::id(&[request, &force, &sha256]);
            if let Some(other) = seen.get(&id).map(|at| &mut inbox.files[*at]) {
                let kind = Kind::DuplicateReturn { other: other.path.to_string() };
                inbox.findings.push(Finding::new(Place::file(&path), kind));
                // The same figures sent again belong to the return that holds now.
                let replaces = inbox.returns[return_index].supersedes.as_ref();
                if replaces == Some(&inbox.returns[other.return_index].id) {
                    (other.return_index, other.path) = (return_index, path);
                }
                continue;
            }
            seen.insert(id.clone(), inbox.files.len());
            inbox.files.push(SourceFile { id, return_index, path, sha256, bytes });
        }
    }
    let mut missing: Vec<_> = owners.into_iter().map(|((force, file), _)| (force, file)).collect();
    missing.sort();
    for (force, file) in missing {
        let place = Place::file(&format!("{request}/{force}/{file}"));
        inbox.findings.push(Finding::new(place, Kind::FileMissing));
    }
    Ok(())
}

/// The return of files that no tracker line lists: the force's only line if it lists no files, else one of their own.
fn unlisted(request: &str, force: &Arc<str>, path: &Arc<str>, unclaimed: &[usize], inbox: &mut Inbox) -> usize {
    let own = |at: &&usize| inbox.returns[**at].police_force == *force;
    if let [only] = unclaimed.iter().filter(own).collect::<Vec<_>>()[..] {
        return *only;
    }
    let kind = Kind::FileNotListed { force: force.to_string() };
    inbox.findings.push(Finding::new(Place::file(path), kind));
    let id = format!("{request}/{force}/unlisted");
    if let Some(at) = inbox.returns.iter().position(|record| record.id == id) {
        return at;
    }
    inbox.returns.push(Return {
        id,
        request: request.into(),
        police_force: force.clone(),
        status: "answered".into(),
        reference: String::new(),
        url: String::new(),
        received: String::new(),
        extracted: String::new(),
        exemption: String::new(),
        caveat: String::new(),
        supersedes: None,
        grain: None,
        unit: None,
        count_basis: None,
        age_at: String::new(),
    });
    inbox.returns.len() - 1
}

/// Files beside the folders of a request, or of the inbox, that are none of its own; and links, which are not followed.
pub(super) fn strays(folder: &Path) -> Result<Vec<String>, NoInbox> {
    let own = ["request.toml", "returns.csv", "readme.md", "readme.txt", "readme"];
    let stray =
        |(name, is_file): &(String, bool)| !name.contains('/') && *is_file && !own.contains(&&*name.to_lowercase());
    Ok(entries(folder)?.into_iter().filter(|entry| stray(entry) || !entry.1).map(|(name, _)| name).collect())
}

/// Regular files below a folder, relative with forward slashes, sorted.
fn walk(folder: &Path) -> Result<Vec<String>, NoInbox> {
    Ok(entries(folder)?.into_iter().filter(|(_, is_file)| *is_file).map(|(name, _)| name).collect())
}

/// Files below a folder, relative with forward slashes, sorted, and whether each is a regular file: links and devices
/// are not. Links are not followed; dotfiles and what a `.foiignore` names are passed over.
fn entries(folder: &Path) -> Result<Vec<(String, bool)>, NoInbox> {
    let mut names = Vec::new();
    let walk =
        WalkBuilder::new(folder).standard_filters(false).hidden(true).add_custom_ignore_filename(".foiignore").build();
    for entry in walk {
        let entry = entry
            .map_err(|error| NoInbox::Io { path: folder.display().to_string(), error: io::Error::other(error) })?;
        let kind = entry.file_type();
        let name = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name: Vec<String> = name.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let lock = name.last().is_none_or(|last| last.starts_with("~$"));
        if !lock && !kind.is_some_and(|kind| kind.is_dir()) {
            names.push((name.join("/"), kind.is_some_and(|kind| kind.is_file())));
        }
    }
    names.sort();
    Ok(names)
}

fn hash(path: &Path) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((digest::hex(&hasher.finalize()), bytes));
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}
