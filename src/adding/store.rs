//! Files that come to stand where nothing stood: whole, or not at all.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// What became of bytes that were to stand in a folder under a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stored {
    New,
    /// The same bytes stand there already, under this name.
    Already(String),
    /// Other bytes stand there under this name.
    Taken,
}

/// Puts bytes into a folder, which is made if need be.
pub(super) fn store(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<Stored> {
    if let Some(same) = same(folder, bytes)? {
        return Ok(Stored::Already(same));
    }
    fs::create_dir_all(folder)?;
    match create(&folder.join(name), bytes) {
        Ok(()) => Ok(Stored::New),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Stored::Taken),
        Err(error) => Err(error),
    }
}

/// The file of a folder that holds these bytes.
fn same(folder: &Path, bytes: &[u8]) -> io::Result<Option<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        let facts = entry.metadata()?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if facts.is_file()
            && !name.starts_with('.')
            && facts.len() == bytes.len() as u64
            && fs::read(entry.path())? == bytes
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names.into_iter().next())
}

/// Writes a file beside itself and gives it its name, if nothing has that name.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // A dotfile, which no run takes in. Who may read it is for the folder and the umask to say.
    let mut scratch =
        tempfile::Builder::new().prefix(".adding-").permissions(Permissions::from_mode(0o666)).tempfile_in(folder)?;
    scratch.write_all(bytes)?;
    scratch.as_file().sync_all()?;
    scratch.persist_noclobber(path).map_err(|error| error.error)?;
    fs::File::open(folder)?.sync_all()
}

/// A name that is free, made of one that is not.
pub(super) fn free_name(folder: &Path, name: &str, mark: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = (1..).map(|nth| match nth {
        1 => format!("{stem} {mark}{ending}"),
        nth => format!("{stem} {mark} {nth}{ending}"),
    });
    let mut free = numbered.filter(|name| !folder.join(name).exists());
    free.next().expect("a folder cannot hold every number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let folder = &folder.path().join("kent");
        let stored = |name: &str, bytes: &[u8]| store(folder, name, bytes).expect("it can be written");
        assert_eq!(stored("a.csv", b"1"), Stored::New);
        assert_eq!(stored("a.csv", b"1"), Stored::Already("a.csv".into()));
        assert_eq!(stored("b.csv", b"1"), Stored::Already("a.csv".into()));
        assert_eq!(stored("a.csv", b"2"), Stored::Taken);
        assert_eq!(fs::read(folder.join("a.csv")).expect("it is there"), b"1");
        assert_eq!(fs::read_dir(folder).expect("it is there").count(), 1);
        assert_eq!(free_name(folder, "a.csv", "2026-11-29"), "a 2026-11-29.csv");
    }
}
