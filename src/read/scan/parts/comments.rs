//! Comments of sheets, counted.
//!
//! Most programs put the first comment of a thread among the classic ones too, so that old programs show it; such a copy
//! is not counted twice.

use super::records::Records;
use super::relations;
use super::xml::{Event, Xml};
use super::{Parts, extension};
use crate::container::Unreadable;

/// A comment in a binary part begins.
const BEGIN_COMMENT: u16 = 635;

/// Comments in parts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Comments {
    classic: u64,
    /// First comments of threads.
    threads: u64,
    replies: u64,
}

impl Comments {
    pub(super) fn count(self) -> u64 {
        self.classic.max(self.threads) + self.replies
    }
}

/// Comments on the cells of a sheet, given its part.
///
/// # Errors
/// A part is damaged.
pub(in crate::read::scan) fn of_sheet(parts: &mut Parts<'_, '_>, sheet: &str) -> Result<u64, Unreadable> {
    let mut all = Comments::default();
    for relation in relations::of(parts, sheet)? {
        if matches!(relation.kind.as_str(), "comments" | "threadedComment") {
            let part = of_part(parts, &relation.part)?;
            all.classic += part.classic;
            all.threads += part.threads;
            all.replies += part.replies;
        }
    }
    Ok(all.count())
}

/// Whether a part with this name, in lower case, holds comments.
pub(super) fn is_part(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let named = file.starts_with("comment") || file.starts_with("threadedcomment");
    named && !folder.ends_with("_rels") && matches!(extension(name).as_str(), "xml" | "bin")
}

/// Comments in one part. As many as can be seen, of a part that is not sound: no figure depends on it.
pub(super) fn of_part(parts: &mut Parts<'_, '_>, name: &str) -> Result<Comments, Unreadable> {
    let mut found = Comments::default();
    if extension(name) == "bin" {
        let bytes = parts.bytes(name)?.unwrap_or_default();
        let mut records = Records::new(&bytes, name);
        while let Ok(Some((kind, _))) = records.next() {
            found.classic += u64::from(kind == BEGIN_COMMENT);
        }
    } else {
        let text = parts.text(name)?.unwrap_or_default();
        let mut xml = Xml::new(&text, name);
        while let Ok(Some(event)) = xml.next() {
            let Event::Start(element) = event else { continue };
            match element.name {
                "comment" => found.classic += 1,
                "threadedComment" if element.attributes().any(|(key, _)| key == "parentId") => found.replies += 1,
                "threadedComment" => found.threads += 1,
                _ => {}
            }
        }
    }
    Ok(found)
}
