//! The workbook of a compound file, where others are embedded in it.
//!
//! The parser takes the first stream of the name wherever it stands, so that it would read an embedded workbook as if it
//! had been sent. It is given a compound file of the outermost stream alone.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

/// Names a workbook's stream has, the later version first.
const NAMES: [&str; 2] = ["Workbook", "Book"];

/// The file as it is, or with nothing but its outermost workbook if there are several.
pub(super) fn only(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Ok(file) = CompoundFile::open(Cursor::new(bytes)) else { return Cow::Borrowed(bytes) };
    let is_workbook = |name: &str| NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    let several = file.walk().filter(|entry| entry.is_stream() && is_workbook(entry.name())).count() > 1;
    match several.then(|| alone(file)) {
        Some(Ok(alone)) => Cow::Owned(alone),
        _ => Cow::Borrowed(bytes),
    }
}

fn alone(mut file: CompoundFile<Cursor<&[u8]>>) -> io::Result<Vec<u8>> {
    let name = NAMES.into_iter().find(|name| file.is_stream(name)).ok_or(io::ErrorKind::NotFound)?;
    let mut stream = Vec::new();
    file.open_stream(name)?.read_to_end(&mut stream)?;
    // The parser knows only the older layout of sectors.
    let mut out = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    out.create_stream(name)?.write_all(&stream)?;
    out.flush()?;
    Ok(out.into_inner().into_inner())
}
