//! The first part of an .xls stream: the list of sheets, the number formats, the links to other workbooks.

use std::collections::HashSet;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_1252};

use super::super::formats::{Formats, Styles};
use super::records::{self, Record, Records, damaged};
use crate::container::Unreadable;

#[derive(Debug, Default)]
pub(super) struct Globals {
    pub worksheets: Vec<Listed>,
    pub styles: Styles,
    /// Other workbooks whose values stand in this one.
    pub links: u64,
    /// Sheets that hold macros and no cells.
    pub macro_sheets: u64,
    /// Where in the stream this part ends.
    pub end: usize,
}

/// A worksheet as the list of sheets has it.
#[derive(Debug)]
pub(super) struct Listed {
    pub name: String,
    /// Where in the stream its part begins.
    pub offset: usize,
}

pub(super) fn read(stream: &[u8]) -> Result<Globals, Unreadable> {
    let (begin, mut records) = Records::part(stream, 0)?;
    let is_old = is_before_excel_97(begin)?;
    let mut old = is_old.then_some(WINDOWS_1252);
    let mut globals = Globals::default();
    let mut names = HashSet::new();
    let (mut formats, mut numbers) = (Formats::default(), Vec::new());
    loop {
        let record = records.next()?;
        match record.id {
            // The parser lets one kind of encryption pass and reads noise.
            records::FILE_PASS => return Err(Unreadable::Locked),
            records::CODE_PAGE if is_old => old = Some(code_page(record.word(0)?)),
            records::BOUND_SHEET => {
                let name = sheet_name(record, old)?;
                if !names.insert(name.clone()) {
                    return Err(damaged("two of its sheets have the same name"));
                }
                match record.byte(5)? {
                    0 => globals.worksheets.push(Listed { name, offset: as_usize(record.long(0)?) }),
                    1 | 6 => globals.macro_sheets += 1,
                    _ => {}
                }
            }
            records::FORMAT => formats.define(record.word(0)?, &format_code(record, old)?),
            records::XF => numbers.push(record.word(2)?),
            records::SUP_BOOK if is_external_book(record)? => globals.links += 1,
            // Before Excel 97 a link begins with the mark of an encoded path.
            records::EXTERNAL_SHEET if is_old && record.data.get(1) == Some(&1) => globals.links += 1,
            records::EOF => break,
            _ => {}
        }
    }
    globals.end = stream.len() - records.bytes_left();
    globals.styles = formats.of_styles(&numbers);
    Ok(globals)
}

fn as_usize(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// By the version of the stream; some writers leave it empty. The parser takes any other version for Excel 97 too.
fn is_before_excel_97(begin: Record<'_>) -> Result<bool, Unreadable> {
    Ok(match begin.word(0)? {
        0x0500 => true,
        0x0000 => begin.word(2)? == 0x1000,
        _ => false,
    })
}

/// The code pages that Windows and the Mac wrote; the others are near enough to the western one for a name.
fn code_page(page: u16) -> &'static Encoding {
    match page {
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        10_000 | 0x8000 => MACINTOSH,
        874 | 1250..=1258 => Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(WINDOWS_1252),
        _ => WINDOWS_1252,
    }
}

fn sheet_name(record: Record<'_>, old: Option<&'static Encoding>) -> Result<String, Unreadable> {
    let mut name = record.text(7, usize::from(record.byte(6)?), old)?;
    // The parser leaves them out too; sheets are matched by name.
    name.retain(|c| c != '\0');
    Ok(name)
}

fn format_code(record: Record<'_>, old: Option<&'static Encoding>) -> Result<String, Unreadable> {
    match old {
        Some(_) => record.text(3, usize::from(record.byte(2)?), old),
        None => record.text(4, usize::from(record.word(2)?), None),
    }
}

/// Whether a book that formulas refer to is another one: not this, not an add-in, not a placeholder.
fn is_external_book(record: Record<'_>) -> Result<bool, Unreadable> {
    let chars = record.word(2)?;
    let path = || record.text(4, usize::from(chars), None);
    Ok(match chars {
        0 | 0x0401 | 0x3A01 => false,
        1 => !matches!(path()?.as_str(), "\0" | " "),
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_other_books_are_links() {
        let book = |data: &[u8]| is_external_book(Record { id: records::SUP_BOOK, data });
        assert_eq!(book(b"\x03\x00\x01\x04"), Ok(false));
        assert_eq!(book(b"\x01\x00\x01\x3A"), Ok(false));
        assert_eq!(book(b"\x00\x00\x01\x00\x00\x00"), Ok(false));
        assert_eq!(book(b"\x00\x00\x01\x00\x00 "), Ok(false));
        assert_eq!(book(b"\x01\x00\x05\x00\x00\x01a.xl"), Ok(true));
        assert!(book(b"\x01").is_err());
    }
}
