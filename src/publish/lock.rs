//! One run at a time: the lock of a target, held by a process that says who it is.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use super::{NotPublished, beside, io_error, scratch};

/// Held for a run; released when dropped, or when its process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock of a target, so that two runs never publish at once, and sweeps what runs that died left beside it.
///
/// # Errors
/// Another run holds it, or its folder cannot be written.
pub fn lock(target: &Path) -> Result<Lock, NotPublished> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| io_error(folder, error))?;
    let path = beside(target, "lock");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(|error| io_error(&path, error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Who holds it is for the message only.
            let _ = file.read_to_string(&mut holder);
            return Err(NotPublished::Locked(holder.trim().to_owned()));
        }
        Err(TryLockError::Error(error)) => return Err(io_error(&path, error)),
    }
    let holder = format!("process {}, since {}", std::process::id(), jiff::Timestamp::now().strftime("%F %T UTC"));
    // For the message of others only: a disk too full for it must not keep anybody from making room.
    let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(holder.as_bytes()));
    sweep(target, folder).map_err(|error| io_error(folder, error))?;
    Ok(Lock { _file: file })
}

/// Removes the scratch folders of runs that died, and texts they did not finish. Only the holder of the target's lock has
/// a folder of its own.
fn sweep(target: &Path, folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&scratch::prefix(target)) {
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}
