//! Results of single files, kept under the key of their task. Everything here can be made again.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::model::batch::FileResult;
use crate::model::digest;

/// Bytes of the checksum in front of a result.
const SUM: usize = 16;

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

    /// The result of a task, if it is here and whole.
    #[must_use]
    pub fn load(&self, key: &str) -> Option<FileResult> {
        let bytes = fs::read(self.place(key)).ok()?;
        let (sum, result) = bytes.split_at_checked(SUM)?;
        if sum != digest::short(result).as_bytes() {
            return None;
        }
        postcard::from_bytes(result).ok()
    }

    /// Keeps a result: complete under a temporary name, then renamed.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn store(&self, key: &str, result: &FileResult) -> io::Result<()> {
        let bytes = postcard::to_stdvec(result).map_err(io::Error::other)?;
        let place = self.place(key);
        let folder = place.parent().expect("a result stands in a folder");
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut scratch = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
        scratch.write_all(digest::short(&bytes).as_bytes())?;
        scratch.write_all(&bytes)?;
        scratch.persist(place).map_err(|error| error.error)?;
        Ok(())
    }

    fn place(&self, key: &str) -> PathBuf {
        let (start, rest) = key.split_at(2.min(key.len()));
        self.folder.join(start).join(rest)
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
        assert_eq!(cache.load("abcd"), None);
        cache.store("abcd", &result).expect("it can be written");
        assert_eq!(cache.load("abcd"), Some(result));
        let place = cache.place("abcd");
        let mut bytes = fs::read(&place).expect("it is there");
        *bytes.last_mut().expect("it is not empty") ^= 1;
        fs::write(&place, bytes).expect("it can be written");
        assert_eq!(cache.load("abcd"), None);
    }
}
