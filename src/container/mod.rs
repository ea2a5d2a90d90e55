//! The outside of a file: what it is by its content, and whether its container is sound.
//!
//! Used by `intake`, which takes the members of a .zip for files, and by `read`, before any parser sees a byte. Nothing
//! here trusts a name, or what a container declares of itself: entries are counted, inflated within the limits and
//! checked against their checksums.

mod format;
pub mod markup;
mod package;

pub use format::Format;
pub use package::Package;

use crate::config::Limits;
use crate::model::finding::Kind;

/// Why a file gives nothing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    Empty,
    /// It asks for a password.
    Locked,
    /// A known kind of document that holds its figures where we cannot read them; what it is, with its article.
    NotYet(&'static str),
    /// It asks for more than the limits allow; which one.
    OverLimit(String),
    /// Damaged, or made to deceive; what is wrong with it.
    Damaged(String),
}

impl Unreadable {
    /// The finding it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Empty => Kind::FileEmpty,
            Self::Locked => Kind::FileLocked,
            Self::NotYet(what) => Kind::NotReadableYet { what: what.into() },
            Self::OverLimit(what) => Kind::OverLimit { what },
            Self::Damaged(reason) => Kind::FileUnreadable { reason },
        }
    }
}

/// A file with its outside understood.
#[derive(Debug)]
pub struct Container<'b> {
    pub format: Format,
    pub bytes: &'b [u8],
    /// The parts, of a file that is a zip.
    pub package: Option<Package<'b>>,
}

/// Recognises a file and checks its container.
///
/// # Errors
/// The file is empty, locked, damaged, over a limit, or of a kind that is not readable yet.
pub fn open<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Container<'b>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let is_zip = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|mark| bytes.starts_with(*mark));
    if !is_zip {
        return Ok(Container { format: format::of_stream(bytes)?, bytes, package: None });
    }
    let mut package = Package::open(bytes, limits)?;
    let format = format::of_package(&mut package)?;
    Ok(Container { format, bytes, package: Some(package) })
}
