//! Zip archives: their members become files of the return.

use std::io::{self, Cursor, Read};
use std::panic::{self, AssertUnwindSafe};

use super::archive::{Archive, Content, Failed};
use super::manifest::{Entry, Manifest, Member};
use super::walk::{self, Standing};
use crate::config::Limits;
use crate::container::{self, Container, Format};

/// The members of a file, if it is a sound zip archive. A damaged one, or one over the limits, is no archive of files:
/// the reader then says what is wrong with it.
pub(super) fn of(
    file: &Standing,
    content: &Content,
    (archive, manifest): (&Archive, &Manifest),
    limits: &Limits,
) -> io::Result<Vec<Member>> {
    if let Some((before, members)) = manifest.members(&content.sha256) {
        let moved = |member: &Member| Member {
            path: format!("{}{}", file.path, member.path.strip_prefix(before).unwrap_or(&member.path)),
            ..member.clone()
        };
        return Ok(members.iter().map(moved).collect());
    }
    expand(file, &content.sha256, archive, limits)
}

/// The members of an archive that was taken in before. They are taken in again if their archived copies have gone, or if
/// there were none, as in one that was over a limit.
pub(super) fn mend(file: &Standing, entry: &Entry, archive: &Archive, limits: &Limits) -> io::Result<Vec<Member>> {
    let unread = entry.members.is_empty() && file.path.to_lowercase().ends_with(".zip");
    if unread || entry.members.iter().any(|member| !archive.holds(&member.sha256)) {
        return expand(file, &entry.sha256, archive, limits);
    }
    Ok(entry.members.clone())
}

fn expand(file: &Standing, sha256: &str, archive: &Archive, limits: &Limits) -> io::Result<Vec<Member>> {
    // A dry look has no archived copy.
    let mut bytes = Vec::new();
    archive.open_object(sha256).or_else(|_| walk::open(&file.real))?.read_to_end(&mut bytes)?;
    if !bytes.starts_with(b"PK") {
        return Ok(Vec::new());
    }
    // Whatever a stranger's zip does to the library costs the archive only.
    let each = AssertUnwindSafe(|| members(&bytes, &file.path, archive, limits));
    panic::catch_unwind(each).unwrap_or_else(|_| Ok(Vec::new()))
}

/// Keeps the members one by one; none if it is no archive, or not a sound one.
fn members(bytes: &[u8], path: &str, archive: &Archive, limits: &Limits) -> io::Result<Vec<Member>> {
    let Ok(Container { format: Format::Zip, package: Some(mut package), .. }) = container::open(bytes, limits) else {
        return Ok(Vec::new());
    };
    let names: Vec<String> = package.names().filter(|name| is_file_of_return(name)).map(str::to_owned).collect();
    let mut out = Vec::new();
    for name in names {
        let Ok(Some(bytes)) = package.part(&name) else { return Ok(Vec::new()) };
        let kept = archive.keep(&mut Cursor::new(bytes));
        let Content { sha256, bytes } = kept.map_err(|(Failed::File(error) | Failed::Archive(error))| error)?;
        // A name is only a name here, but a place that climbs would mislead whoever looks for it.
        let parts: Vec<&str> = name.split('/').map(|part| if part == ".." { "__" } else { part }).collect();
        out.push(Member { path: format!("{path}/{}", parts.join("/")), sha256, bytes });
    }
    Ok(out)
}

/// Programs add files of their own to archives; those and dotfiles are passed over, as in the inbox itself.
fn is_file_of_return(name: &str) -> bool {
    let is_own = |part: &str| (part.starts_with('.') && part != "..") || part.starts_with("~$") || part == "__MACOSX";
    !name.split('/').any(is_own)
}
