//! The parts of a package, whatever the format of its sheets: XML and records, relations, and what parts are hidden.

mod comments;
mod hidden;
mod pivot;
pub(super) mod places;
pub(super) mod records;
pub(super) mod relations;
#[cfg(test)]
pub(super) mod sample;
pub(super) mod xml;

use std::collections::HashSet;

pub(super) use comments::of_sheet as comments_of_sheet;
pub(super) use hidden::of_file as hidden_of_file;

use crate::container::{Package, Unreadable};

/// A package, and which of its parts the scan has looked at.
#[derive(Debug)]
pub(super) struct Parts<'p, 'b> {
    package: &'p mut Package<'b>,
    looked: HashSet<String>,
}

impl<'p, 'b> Parts<'p, 'b> {
    pub(super) fn new(package: &'p mut Package<'b>) -> Self {
        Self { package, looked: HashSet::new() }
    }

    /// The bytes of a part; `None` if there is no such part.
    ///
    /// # Errors
    /// The part is damaged.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        self.looked.insert(name.to_lowercase());
        self.package.part(name)
    }

    /// The text of a part that is XML; `None` if there is no such part.
    ///
    /// # Errors
    /// The part is damaged, or begins with a document type definition.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let text = decoded(bytes);
        xml::without_doctype(&text, name)?;
        Ok(Some(text))
    }

    /// Names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.package.names().map(str::to_owned).collect()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.package.has(name)
    }

    fn has_looked_at(&self, name: &str) -> bool {
        self.looked.contains(&name.to_lowercase())
    }

    /// Looks at the beginning of all other XML.
    ///
    /// # Errors
    /// A part is damaged, or begins with a document type definition.
    pub(super) fn check_others(&mut self) -> Result<(), Unreadable> {
        for name in self.names() {
            if matches!(extension(&name).as_str(), "xml" | "rels") && !self.has_looked_at(&name) {
                self.text(&name)?;
            }
        }
        Ok(())
    }
}

/// What follows the last dot of a name, in lower case.
fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase()
}

/// The text of XML. What the parser reads must be UTF-8, and it says so itself where it is not.
fn decoded(bytes: Vec<u8>) -> String {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, _)) if encoding != encoding_rs::UTF_8 => encoding.decode(&bytes).0.into_owned(),
        _ => String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::scan::parts::sample::{LIMITS, zipped};

    #[test]
    fn no_part_may_hold_a_document_type_definition() {
        let utf16: Vec<u8> = "\u{feff}<!DOCTYPE a><a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (name, bytes) in [("docProps/app.xml", b"<!DOCTYPE a><a/>".to_vec()), ("customXml/item1.xml", utf16)] {
            let bytes = zipped(&[("xl/a.xml", b"<a/>"), ("image.svg", b"<!DOCTYPE svg><svg/>"), (name, &bytes)]);
            let mut package = Package::open(&bytes, &LIMITS).expect("it is sound");
            let expected = format!("{name} holds a document type definition, which no workbook needs");
            assert_eq!(Parts::new(&mut package).check_others(), Err(Unreadable::Damaged(expected)));
        }
    }
}
