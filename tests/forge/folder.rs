//! Writes the folders of a project.

use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Writes a file that looks as if nobody had touched it for a while, so that a run need not wait for it.
pub fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let told = || format!("cannot write {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(told)?;
    }
    fs::write(path, bytes).with_context(told)?;
    let long_ago = SystemTime::now() - Duration::from_secs(3_600);
    File::options().write(true).open(path)?.set_modified(long_ago).with_context(told)
}

pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
