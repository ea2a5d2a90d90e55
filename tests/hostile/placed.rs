//! What stands in a folder and is no settled file: links, pipes, devices, and files that grow.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};

use super::text::plain;
use super::{LINES, MARKER, NOTHING};

/// What must come of something by its name: codes of findings, and counts loaded, as of a
/// [`Hostile`](super::Hostile).
pub(crate) type Expected = (&'static str, &'static str, &'static [&'static str]);

/// Lays everything into a folder; `settle` makes a file look old.
pub(crate) fn lay(folder: &Path, settle: fn(&Path)) -> Vec<Expected> {
    let at = |name: &str| folder.join(name);
    let file = |path: PathBuf, bytes: &[u8]| {
        fs::write(&path, bytes).expect("the folder can be written");
        settle(&path);
    };
    let mut out: Vec<Expected> = Vec::new();

    // A link to a file that would load, one to a folder, one to nothing and one to itself.
    let outside = folder.parent().expect("it lies in a folder").join(".outside");
    fs::create_dir(&outside).expect("the folder can be written");
    file(outside.join("answer.csv"), &plain("Note: outside"));
    for (name, target) in [
        ("link.csv", outside.join("answer.csv").as_path()),
        ("link to a folder", &outside),
        ("link to a device.csv", Path::new("/dev/zero")),
        ("link to nothing.csv", Path::new("/nothing/there")),
        ("link to itself.csv", Path::new("link to itself.csv")),
    ] {
        symlink(target, at(name)).expect("the folder can be written");
        out.push((name, "not-a-file", NOTHING));
    }

    mknodat(CWD, at("pipe.csv"), FileType::Fifo, Mode::RUSR, 0).expect("a pipe can be made");
    out.push(("pipe.csv", "not-a-file", NOTHING));
    // Only the system's keeper may make a device; where the tests run as somebody else, the link above stands for it.
    if mknodat(CWD, at("device.csv"), FileType::CharacterDevice, Mode::RUSR, makedev(1, 5)).is_ok() {
        out.push(("device.csv", "not-a-file", NOTHING));
    }
    // The name of a socket has a limit that a temporary folder may be beyond.
    if UnixListener::bind(at("socket.csv")).is_ok() {
        out.push(("socket.csv", "not-a-file", NOTHING));
    }

    file(at("answer.csv.part"), &plain("Note: half of it"));
    out.push(("answer.csv.part", "still-being-written", NOTHING));
    for passed_over in [".answer.csv", "~$answer.xlsx"] {
        file(at(passed_over), MARKER.as_bytes());
        out.push((passed_over, "none", NOTHING));
    }
    File::create(at("large.csv")).and_then(|file| file.set_len(60_000_000)).expect("the folder can be written");
    settle(&at("large.csv"));
    out.push(("large.csv", "over-limit", NOTHING));
    file(folder.join(OsStr::from_bytes(b"caf\xe9.csv")), &plain("Note: a name that is no Unicode"));
    out.push(("caf\u{fffd}.csv", "none", LINES));
    out
}

/// A file that somebody is still writing, until this is dropped.
pub(crate) struct Growing {
    done: Arc<AtomicBool>,
    writer: Option<JoinHandle<()>>,
}

impl Growing {
    pub(crate) const EXPECTED: Expected = ("growing.csv", "still-being-written", NOTHING);

    /// Begins to write into a folder.
    pub(crate) fn begin(folder: &Path) -> Self {
        let path = folder.join(Self::EXPECTED.0);
        fs::write(&path, plain("Note: more follows")).expect("the folder can be written");
        let done = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&done);
        let writer = thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                let mut file = OpenOptions::new().append(true).open(&path).expect("it is ours");
                file.write_all(b"Note: and more\n").expect("it is ours");
                thread::sleep(Duration::from_millis(100));
            }
        });
        Self { done, writer: Some(writer) }
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}
