//! Zip archives: their members become files of the return.

use std::io::{self, Cursor, Read};
use std::panic;

use super::archive::{Archive, Content};
use super::manifest::{Manifest, Member};
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
    // A dry look has no archived copy.
    let mut bytes = Vec::new();
    archive.open_object(&content.sha256).or_else(|_| walk::open(&file.real))?.read_to_end(&mut bytes)?;
    if !bytes.starts_with(b"PK") {
        return Ok(Vec::new());
    }
    // Whatever a stranger's zip does to the library costs the archive only.
    let parts = panic::catch_unwind(|| parts(&bytes, limits)).unwrap_or_default();
    let member = |(name, bytes): (String, Vec<u8>)| {
        let Content { sha256, bytes } = archive.keep(&mut Cursor::new(bytes))?;
        Ok(Member { path: format!("{}/{name}", file.path), sha256, bytes })
    };
    parts.into_iter().map(member).collect()
}

/// Names and bytes of the members; none if it is no archive, or not a sound one.
fn parts(bytes: &[u8], limits: &Limits) -> Vec<(String, Vec<u8>)> {
    let Ok(Container { format: Format::Zip, package: Some(mut package), .. }) = container::open(bytes, limits) else {
        return Vec::new();
    };
    let names: Vec<String> = package.names().filter(|name| is_file_of_return(name)).map(str::to_owned).collect();
    let read = |name: String| package.part(&name).ok().flatten().map(|bytes| (name, bytes));
    names.into_iter().map(read).collect::<Option<_>>().unwrap_or_default()
}

/// Programs add files of their own to archives; those and dotfiles are passed over, as in the inbox itself.
fn is_file_of_return(name: &str) -> bool {
    name.split('/').all(|part| !part.starts_with('.') && !part.starts_with("~$") && part != "__MACOSX")
}
