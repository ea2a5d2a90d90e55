//! Results of single files, kept under the key of their task, each with the slice of the plan it was made by.
//! Everything here can be made again.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::{fs, io, process};

use super::slice::MadeBy;
use super::stored::Stored;
use crate::model::batch::FileResult;
use crate::model::digest;

/// Bytes of the checksum in front of a result.
const SUM: usize = 16;

/// Digits of a key after the two that name its folder.
const REST_OF_A_KEY: usize = 62;

/// The file that says what other inputs the published release could have been made from.
const SAME: &str = "same";

/// The cache of a project.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache in this folder, which is created.
    ///
    /// # Errors
    /// The folder cannot be created.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The result of a task, if it is here and whole, and stands by what it was made by.
    pub fn load(&self, key: &str, stands: impl FnOnce(&MadeBy) -> bool) -> Option<FileResult> {
        let bytes = fs::read(self.place(key)).ok()?;
        let (sum, kept) = bytes.split_at_checked(SUM)?;
        if sum != digest::short(kept).as_bytes() {
            return None;
        }
        let (made_by, stored) = postcard::take_from_bytes::<MadeBy>(kept).ok()?;
        if !stands(&made_by) {
            return None;
        }
        postcard::from_bytes::<Stored>(stored).ok()?.result()
    }

    /// Keeps a result: complete under a temporary name, then renamed. Two that do the same task at once write the same.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn store(&self, key: &str, made_by: &MadeBy, result: FileResult) -> io::Result<()> {
        let kept = postcard::to_extend(made_by, vec![0; SUM]);
        let kept = kept.and_then(|bytes| postcard::to_extend(&Stored::new(result), bytes));
        let mut bytes = kept.map_err(io::Error::other)?;
        let sum = digest::short(&bytes[SUM..]);
        bytes[..SUM].copy_from_slice(sum.as_bytes());
        let place = self.place(key);
        let scratch = place.with_extension(process::id().to_string());
        let mut written = fs::write(&scratch, &bytes);
        if written.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(place.parent().unwrap_or(&self.folder))?;
            written = fs::write(&scratch, &bytes);
        }
        // A disk that is full must not keep the half of it too.
        written.inspect_err(|_| drop(fs::remove_file(&scratch)))?;
        fs::rename(scratch, place)
    }

    /// Keeps that these inputs, which are not those of a release, say the same as the release with this logical hash: the
    /// nights after an upgrade need not find it out again.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn note_same(&self, inputs: &str, logical_hash: &str) -> io::Result<()> {
        fs::write(self.folder.join(SAME), Self::same(inputs, logical_hash))
    }

    /// Whether it was found that these inputs say the same as that release.
    #[must_use]
    pub fn is_same(&self, inputs: &str, logical_hash: &str) -> bool {
        fs::read_to_string(self.folder.join(SAME)).is_ok_and(|noted| noted == Self::same(inputs, logical_hash))
    }

    fn same(inputs: &str, logical_hash: &str) -> String {
        format!("{inputs} {logical_hash}\n")
    }

    /// In one of 256 folders, so that workers do not wait for each other to write into one.
    fn place(&self, key: &str) -> PathBuf {
        let (start, rest) = key.split_at(2.min(key.len()));
        self.folder.join(start).join(rest)
    }

    /// Removes every result but these, and what a worker that died left half written; nothing that is no result. Results
    /// are small, but a changed dimension makes a new one of every file.
    ///
    /// # Errors
    /// The folder cannot be read, or a file not be removed.
    pub fn keep_only(&self, keys: &HashSet<String>) -> io::Result<()> {
        let kept: HashSet<PathBuf> = keys.iter().map(|key| self.place(key)).collect();
        let is_hex = |name: &OsStr, digits| {
            name.to_str().is_some_and(|name| name.len() == digits && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        for folder in fs::read_dir(&self.folder)? {
            let folder = folder?;
            if !folder.file_type()?.is_dir() || !is_hex(&folder.file_name(), 2) {
                continue;
            }
            for entry in fs::read_dir(folder.path())? {
                let path = entry?.path();
                let is_result = path.file_stem().is_some_and(|stem| is_hex(stem, REST_OF_A_KEY));
                if is_result && !kept.contains(&path) {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_comes_back_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let cache = Cache::open(folder.path()).expect("it can be created");
        let result = FileResult { format: "xlsx".into(), ..FileResult::default() };
        let made_by = MadeBy { slice: "of a plan".into(), asked: vec![1, 2] };
        let stands = |kept: &MadeBy| *kept == made_by;
        assert_eq!(cache.load(&"ab".repeat(32), stands), None);
        cache.store(&"ab".repeat(32), &made_by, result.clone()).expect("it can be written");
        assert_eq!(cache.load(&"ab".repeat(32), stands), Some(result.clone()));
        assert_eq!(cache.load(&"ab".repeat(32), |_| false), None);
        let place = cache.place(&"ab".repeat(32));
        let mut bytes = fs::read(&place).expect("it is there");
        *bytes.last_mut().expect("it is not empty") ^= 1;
        fs::write(&place, bytes).expect("it can be written");
        assert_eq!(cache.load(&"ab".repeat(32), stands), None);
        cache.store(&"ef".repeat(32), &made_by, result).expect("it can be written");
        cache.keep_only(&HashSet::from(["ef".repeat(32)])).expect("it can be swept");
        assert!(!place.exists() && cache.load(&"ef".repeat(32), stands).is_some());
    }
}
