//! The manifest: which bytes stood at which path, in the order they were first seen; and which bytes were
//! forgotten. Lines are only ever added.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::archive::Content;

/// One line: these bytes were seen at this path, after whatever stood there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Relative to the inbox, with forward slashes.
    pub path: String,
    pub sha256: String,
    pub bytes: u64,
    /// UTC, to the second.
    pub first_seen: String,
    /// Files inside it, where it is a zip archive; their paths begin with its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
}

/// A file inside a zip archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    pub path: String,
    pub sha256: String,
    pub bytes: u64,
}

/// The other kind of line: these bytes were purged and are never taken in again. It says nothing of what they held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forgotten {
    /// Where they stood when they were forgotten, relative to the inbox.
    #[serde(rename = "forgotten")]
    pub path: String,
    pub sha256: String,
    /// UTC, to the second.
    pub at: String,
    pub by: String,
    pub reason: String,
}

/// A line of the manifest.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Seen(Entry),
    Forgotten(Forgotten),
}

/// Everything ever taken in.
#[derive(Debug)]
pub(super) struct Manifest {
    file: PathBuf,
    entries: Vec<Entry>,
    /// Entries of each path, oldest first.
    by_path: BTreeMap<String, Vec<usize>>,
    /// Members known of a zip's bytes, so that no zip is opened twice.
    members: HashMap<String, usize>,
    /// Tombstones by the hash of the bytes.
    forgotten: BTreeMap<String, Forgotten>,
    /// Entries and bytes that are in the file already.
    saved: (usize, u64),
}

impl Manifest {
    /// Reads the manifest; none is an empty one. A last line without an end was never acknowledged, and is dropped.
    pub(super) fn load(archive: &Path) -> io::Result<Self> {
        let file = archive.join("manifest.jsonl");
        let text = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let mut manifest = Self {
            file,
            entries: Vec::new(),
            by_path: BTreeMap::new(),
            members: HashMap::new(),
            forgotten: BTreeMap::new(),
            saved: (0, whole as u64),
        };
        for (number, line) in text[..whole].split(|byte| *byte == b'\n').enumerate().filter(|(_, l)| !l.is_empty()) {
            let line = serde_json::from_slice(line)
                .map_err(|error| io::Error::other(format!("line {} is damaged: {error}", number + 1)))?;
            match line {
                Line::Seen(entry) => manifest.add(entry),
                Line::Forgotten(stone) => drop(manifest.forgotten.insert(stone.sha256.clone(), stone)),
            }
        }
        manifest.saved.0 = manifest.entries.len();
        Ok(manifest)
    }

    /// Every path ever seen, with its versions from the oldest to the one that stands.
    pub(super) fn paths(&self) -> impl Iterator<Item = (&str, impl DoubleEndedIterator<Item = &Entry> + Clone)> {
        self.by_path.iter().map(|(path, at)| (path.as_str(), at.iter().map(|index| &self.entries[*index])))
    }

    /// What stands at a path.
    pub(super) fn latest(&self, path: &str) -> Option<&Entry> {
        self.by_path.get(path).and_then(|at| at.last()).map(|index| &self.entries[*index])
    }

    /// Whether what stands at one path was seen there after what stands at another.
    pub(super) fn is_newer(&self, path: &str, than: &str) -> bool {
        let last = |path: &str| self.by_path.get(path).and_then(|at| at.last());
        last(path) > last(than)
    }

    /// Members of a zip of these bytes, if one has been opened before.
    pub(super) fn members(&self, sha256: &str) -> Option<(&str, &[Member])> {
        self.members.get(sha256).map(|at| (self.entries[*at].path.as_str(), &*self.entries[*at].members))
    }

    /// Notes what was seen at a path, if it is not what stands there already. Members that could not be read before are
    /// news too.
    pub(super) fn see(&mut self, path: &str, content: Content, members: Vec<Member>, now: &str) {
        let is_known =
            |entry: &Entry| entry.sha256 == content.sha256 && (entry.members == members || members.is_empty());
        if !self.latest(path).is_some_and(is_known) {
            let Content { sha256, bytes } = content;
            self.add(Entry { path: path.to_owned(), sha256, bytes, first_seen: now.to_owned(), members });
        }
    }

    fn add(&mut self, entry: Entry) {
        let at = self.entries.len();
        self.by_path.entry(entry.path.clone()).or_default().push(at);
        if !entry.members.is_empty() {
            self.members.insert(entry.sha256.clone(), at);
        }
        self.entries.push(entry);
    }

    /// The tombstone of some bytes, if they were forgotten.
    pub(super) fn forgotten(&self, sha256: &str) -> Option<&Forgotten> {
        self.forgotten.get(sha256)
    }

    /// Every tombstone.
    pub(super) fn stones(&self) -> impl Iterator<Item = &Forgotten> {
        self.forgotten.values()
    }

    /// The hashes of all bytes that were forgotten.
    pub(super) fn forgotten_bytes(&self) -> BTreeSet<String> {
        self.forgotten.keys().cloned().collect()
    }

    /// Appends tombstones, durably, for bytes that have none.
    pub(super) fn forget(&mut self, stones: Vec<Forgotten>) -> io::Result<()> {
        let mut lines = Vec::new();
        for stone in stones {
            if !self.forgotten.contains_key(&stone.sha256) {
                serde_json::to_writer(&mut lines, &stone)?;
                lines.push(b'\n');
                self.forgotten.insert(stone.sha256.clone(), stone);
            }
        }
        self.append(&lines)?;
        self.saved.1 += lines.len() as u64;
        Ok(())
    }

    /// Whether anything was seen that the file does not hold.
    pub(super) fn has_news(&self) -> bool {
        self.saved.0 < self.entries.len()
    }

    /// Appends what is new, durably.
    pub(super) fn save(&self) -> io::Result<()> {
        let mut lines = Vec::new();
        for entry in &self.entries[self.saved.0..] {
            serde_json::to_writer(&mut lines, entry)?;
            lines.push(b'\n');
        }
        self.append(&lines)
    }

    fn append(&self, lines: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.file)?;
        // Cuts off the line that a run which died did not end.
        file.set_len(self.saved.1)?;
        file.write_all(lines)?;
        file.sync_all()?;
        File::open(self.file.parent().unwrap_or(Path::new(".")))?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(sha256: &str) -> Content {
        Content { sha256: sha256.into(), bytes: 1 }
    }

    #[test]
    fn lines_are_added_and_a_broken_last_one_is_dropped() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let mut manifest = Manifest::load(folder.path()).expect("none is empty");
        manifest.see("r/kent/a.csv", content("aa"), Vec::new(), "2026-01-01T00:00:00Z");
        manifest.save().expect("it can be written");
        let file = folder.path().join("manifest.jsonl");
        let first = std::fs::read_to_string(&file).expect("it is there");
        std::fs::write(&file, format!("{first}{{\"path\":\"r/ke")).expect("it can be written");

        let mut manifest = Manifest::load(folder.path()).expect("the broken line is dropped");
        manifest.see("r/kent/a.csv", content("aa"), Vec::new(), "2026-01-02T00:00:00Z");
        assert!(!manifest.has_news());
        manifest.see("r/kent/a.csv", content("bb"), Vec::new(), "2026-01-02T00:00:00Z");
        manifest.see("r/kent/a.csv", content("aa"), Vec::new(), "2026-01-03T00:00:00Z");
        manifest.save().expect("it can be written");

        let manifest = Manifest::load(folder.path()).expect("it is whole");
        let versions: Vec<_> = manifest.paths().flat_map(|(_, versions)| versions.map(|e| e.sha256.clone())).collect();
        assert_eq!(versions, ["aa", "bb", "aa"]);
        assert!(std::fs::read_to_string(&file).expect("it is there").starts_with(&first));
    }

    #[test]
    fn a_damaged_line_is_an_error_and_never_passed_over() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        std::fs::write(folder.path().join("manifest.jsonl"), "{}\n").expect("it can be written");
        let error = Manifest::load(folder.path()).expect_err("it is damaged");
        assert!(error.to_string().starts_with("line 1 is damaged"), "{error}");
    }
}
