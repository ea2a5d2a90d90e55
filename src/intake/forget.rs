//! A breached file: its bytes are purged from inbox and archive, and a tombstone keeps them out for good.
//!
//! The tombstone comes first and is durable before anything is removed: whoever is stopped half way begins again and
//! ends the same. Whoever calls this holds the lock of the release, so that no run takes in what is being purged.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use jiff::Timestamp;

use super::archive::Archive;
use super::manifest::{Entry, Forgotten, Manifest};
use super::walk;
use crate::config::Plan;
use crate::model::digest;
use crate::model::finding::Kind;

/// What became of bytes that were to be forgotten.
#[derive(Debug, Default)]
pub struct Purged {
    /// Their hashes; a zip archive that holds them has one too.
    pub sha256: BTreeSet<String>,
    /// Files of the inbox that were removed.
    pub inbox: Vec<PathBuf>,
    /// Files of the archive that were removed.
    pub archived: usize,
}

/// Why nothing was forgotten.
#[derive(Debug, thiserror::Error)]
pub enum NotForgotten {
    #[error("no file that stands in the inbox, or ever stood there, is called so")]
    Unknown,
    #[error("several versions stood there: {}", .0.join(", "))]
    Several(Vec<String>),
    #[error("it holds no bytes, and every empty file would be forgotten with it")]
    Empty,
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Why some bytes were forgotten, if they were.
///
/// # Errors
/// The manifest cannot be read.
pub fn forgotten(plan: &Plan, sha256: &str) -> io::Result<Option<String>> {
    let manifest = Manifest::load(&plan.root.join(&plan.settings.archive))?;
    Ok(manifest.forgotten(sha256).map(|stone| format!("{} ({}, {})", stone.reason, stone.by, stone.at)))
}

/// Every path of a request's force folders that stands in the inbox or ever did.
///
/// # Errors
/// The manifest cannot be read.
pub fn ever_seen(plan: &Plan, request: &str) -> io::Result<BTreeSet<String>> {
    let manifest = Manifest::load(&plan.root.join(&plan.settings.archive))?;
    let folder = plan.root.join(&plan.settings.inbox).join(request);
    let standing = if folder.is_dir() { walk::files(&folder, &mut Vec::new()) } else { Vec::new() };
    let paths = standing.into_iter().map(|file| format!("{request}/{}", file.path));
    let prefix = format!("{request}/");
    let seen = manifest.paths().filter(|(path, _)| path.starts_with(&prefix)).map(|(path, _)| path.to_owned());
    Ok(paths.chain(seen).filter(|path| is_file_of_force(path)).collect())
}

/// What a run says of bytes that were forgotten.
pub(super) fn finding(stone: &Forgotten, stands: bool) -> Kind {
    Kind::FileForgotten { at: stone.at.clone(), reason: stone.reason.clone(), stands }
}

/// Forgets a file by its path in the inbox, or by the beginning of the hash of its bytes.
///
/// # Errors
/// The name is of nothing, of several versions, or of an empty file. Or something cannot be read, written or removed; what is left is purged by calling this again.
pub fn forget(plan: &Plan, name: &str, by: &str, reason: &str) -> Result<Purged, NotForgotten> {
    let folder = plan.root.join(&plan.settings.archive);
    let inbox = plan.root.join(&plan.settings.inbox);
    let mut manifest = Manifest::load(&folder)?;
    let mut out = Purged { sha256: targets(&manifest, &inbox, name)?, ..Purged::default() };
    let archive = Archive::open(folder, false, manifest.forgotten_bytes())?;
    let at = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let stones = out.sha256.iter().map(|sha256| Forgotten {
        path: path_of(&manifest, sha256).unwrap_or_else(|| name.to_owned()),
        sha256: sha256.clone(),
        at: at.clone(),
        by: by.to_owned(),
        reason: reason.to_owned(),
    });
    let stones = stones.collect();
    manifest.forget(stones)?;
    for path in holding(&inbox, &out.sha256)? {
        fs::remove_file(&path)?;
        out.inbox.push(path);
    }
    archive.sweep()?;
    for sha256 in &out.sha256 {
        out.archived += archive.remove(sha256)?;
    }
    Ok(out)
}

/// The hashes that a name stands for: of the bytes themselves, of members if they are a zip archive, and of every zip
/// archive that holds them. A name that was forgotten before stands for the same hashes as then.
fn targets(manifest: &Manifest, inbox: &Path, name: &str) -> Result<BTreeSet<String>, NotForgotten> {
    let entries = || manifest.paths().filter(|(path, _)| is_file_of_force(path)).flat_map(|(_, entries)| entries);
    let members = || entries().flat_map(|entry| &entry.members);
    let is_hash = name.len() >= 12 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut out: BTreeSet<String> = if is_hash {
        let known = entries().map(|entry| &entry.sha256).chain(members().map(|member| &member.sha256));
        known.filter(|sha256| sha256.starts_with(&name.to_lowercase())).cloned().collect()
    } else {
        let seen = entries().filter(|entry| entry.path == name).map(|entry| entry.sha256.clone());
        let seen = seen.chain(members().filter(|member| member.path == name).map(|member| member.sha256.clone()));
        let open = seen.filter(|sha256| manifest.forgotten(sha256).is_none());
        open.chain(standing(inbox, name)?).collect()
    };
    if out.len() > 1 {
        return Err(NotForgotten::Several(out.into_iter().collect()));
    }
    if out.is_empty() {
        out.extend(manifest.stones().filter(|stone| stone.path == name).map(|stone| stone.sha256.clone()));
    }
    if out.is_empty() {
        return Err(NotForgotten::Unknown);
    }
    let empty = digest::sha256(b"");
    if out.contains(&empty) {
        return Err(NotForgotten::Empty);
    }
    let zips = entries().filter(|entry| out.contains(&entry.sha256));
    let inside = zips.flat_map(|zip| &zip.members).map(|member| member.sha256.clone());
    let inside: BTreeSet<String> = inside.filter(|sha256| *sha256 != empty).collect();
    out.extend(inside);
    // Members of an archive that only holds what is named are not named themselves, and stay.
    let holds = |zip: &&Entry| zip.members.iter().any(|member| out.contains(&member.sha256));
    let around: BTreeSet<String> = entries().filter(holds).map(|zip| zip.sha256.clone()).collect();
    out.extend(around);
    Ok(out)
}

/// The hash of what stands at a path of the inbox now.
fn standing(inbox: &Path, path: &str) -> io::Result<Option<String>> {
    let Ok(mut file) = walk::open(&inbox.join(path)) else { return Ok(None) };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Some(digest::sha256(&bytes)).filter(|_| is_file_of_force(path)))
}

/// Letters and trackers are no files of a force.
fn is_file_of_force(path: &str) -> bool {
    path.matches('/').count() >= 2
}

fn path_of(manifest: &Manifest, sha256: &str) -> Option<String> {
    let entries = || manifest.paths().flat_map(|(_, entries)| entries);
    let whole = entries().find(|entry| entry.sha256 == sha256).map(|entry| entry.path.clone());
    let member = || entries().flat_map(|entry| &entry.members).find(|m| m.sha256 == sha256).map(|m| m.path.clone());
    whole.or_else(member)
}

/// Every regular file of the inbox, dotfiles too, whose bytes are among these.
fn holding(inbox: &Path, sha256: &BTreeSet<String>) -> io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in WalkBuilder::new(inbox).standard_filters(false).hidden(false).build() {
        let entry = entry.map_err(io::Error::other)?;
        if entry.file_type().is_some_and(|kind| kind.is_file())
            && sha256.contains(&digest::sha256(&fs::read(entry.path())?))
        {
            out.push(entry.into_path());
        }
    }
    out.sort();
    Ok(out)
}
