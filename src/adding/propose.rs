//! Whose a file may be, from what it and its folders are called. A proposal, for a person to confirm.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Plan;
use crate::intake;
use crate::model::finding::Finding;

/// A file that is to be added.
#[derive(Debug, Clone)]
pub struct Found {
    pub path: PathBuf,
    /// What it is called in the inbox.
    pub name: String,
    /// Names of the folders that were named on the command line or lie below them, the nearest first.
    folders: Vec<String>,
}

impl Found {
    /// What it is called where another file has its name: with the folder that it lies in.
    #[must_use]
    pub fn name_with_folder(&self) -> String {
        self.folders.first().map_or(self.name.clone(), |folder| tidy(&format!("{folder} {}", self.name)))
    }
}

/// Forces that may have sent a file.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub found: Found,
    pub candidates: BTreeSet<Arc<str>>,
    /// What speaks for them; empty if nothing names a force.
    pub because: String,
}

impl Proposal {
    /// The force, if there is exactly one candidate.
    #[must_use]
    pub fn only(&self) -> Option<&Arc<str>> {
        if self.candidates.len() == 1 { self.candidates.first() } else { None }
    }
}

/// The files that were named and those in the folders that were named, in order; what a run would not take is noted.
#[must_use]
pub fn found(paths: &[PathBuf], noted: &mut Vec<Finding>) -> Vec<Found> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let below = intake::files_below(path, noted);
            out.extend(below.into_iter().map(|standing| {
                let outside = path.file_name().map(|name| name.to_string_lossy().into_owned());
                let inside = standing.path.split('/').map(str::to_owned).collect::<Vec<_>>();
                let (name, inside) =
                    inside.split_last().map_or((String::new(), &[][..]), |(n, rest)| (n.clone(), rest));
                let folders = outside.into_iter().chain(inside.iter().cloned()).rev().collect();
                Found { path: standing.real, name: tidy(&name), folders }
            }));
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
            out.push(Found { path: path.clone(), name: tidy(&name), folders: folder.into_iter().collect() });
        }
    }
    out
}

/// A list of files in the tracker is parted by `|`.
fn tidy(name: &str) -> String {
    name.replace('|', "_").trim().to_owned()
}

/// Proposes whose a file is: by its name, else by the nearest folder that names a force. Where a folder further out
/// names another force, both are candidates.
#[must_use]
pub fn propose(plan: &Plan, found: Found) -> Proposal {
    let stem = found.name.rsplit_once('.').map_or(found.name.as_str(), |(stem, _)| stem);
    let of_name = ("its name".to_owned(), mentioned(plan, stem));
    let of_folders = found.folders.iter().map(|name| (format!("the folder `{name}`"), mentioned(plan, name)));
    let mut candidates = BTreeSet::new();
    let mut because = Vec::new();
    for (what, forces) in std::iter::once(of_name).chain(of_folders) {
        if !forces.is_empty() && candidates.is_disjoint(&forces) {
            candidates.extend(forces);
            because.push(what);
        }
    }
    Proposal { found, candidates, because: because.join(" and ") }
}

/// The same with what the file's own first cells say, where its names say nothing.
#[must_use]
pub fn with_titles(plan: &Plan, proposal: Proposal, titles: &[String]) -> Proposal {
    let candidates: BTreeSet<Arc<str>> = titles.iter().flat_map(|title| mentioned(plan, title)).collect();
    let because = if candidates.is_empty() { String::new() } else { "its first lines".to_owned() };
    Proposal { candidates, because, ..proposal }
}

/// A whole text may be an alias, as a folder's name is; else the forces whose names stand in it. Dots, underscores and
/// the like stand for the spaces that names of files often lack.
fn mentioned(plan: &Plan, text: &str) -> BTreeSet<Arc<str>> {
    let spaced = text.replace("%20", " ").replace(['_', '.', '+'], " ");
    match plan.forces.named(text) {
        Some(force) => BTreeSet::from([force.clone()]),
        None => plan.forces.mentioned(&spaced).into_iter().cloned().collect(),
    }
}
