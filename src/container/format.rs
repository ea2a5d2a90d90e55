//! What a file is, by its content and never by its name.

use std::fmt;
use std::io::Cursor;

use cfb::CompoundFile;

use super::{Package, Unreadable, markup};

/// A format of returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    /// A web page whose tables are the figures.
    Html,
    /// The XML that Excel 2003 wrote.
    SpreadsheetMl,
    /// Lines of delimited text.
    Text,
    /// A zip whose members are files of the return.
    Zip,
}

impl Format {
    /// The text stored in `file_format`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Html => "html",
            Self::SpreadsheetMl => "xml",
            Self::Text => "csv",
            Self::Zip => "zip",
        }
    }

    /// Whether a file of this content may carry the extension. Reporting systems name web pages and XML `.xls`, and
    /// spreadsheet programs open them as that.
    #[must_use]
    pub fn may_be_named(self, extension: &str) -> bool {
        match extension.to_lowercase().as_str() {
            "xlsx" | "xlsm" => self == Self::Xlsx,
            "xlsb" => self == Self::Xlsb,
            "xls" => matches!(self, Self::Xls | Self::Html | Self::SpreadsheetMl),
            "ods" => self == Self::Ods,
            "csv" | "tsv" | "txt" => self == Self::Text,
            "htm" | "html" => self == Self::Html,
            "xml" => self == Self::SpreadsheetMl,
            "zip" => self == Self::Zip,
            _ => true,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Xlsx => "an .xlsx workbook",
            Self::Xlsb => "an .xlsb workbook",
            Self::Xls => "an .xls workbook",
            Self::Ods => "an .ods workbook",
            Self::Html => "a web page",
            Self::SpreadsheetMl => "an XML spreadsheet",
            Self::Text => "plain text",
            Self::Zip => "a zip archive",
        })
    }
}

/// The format of a package, by the parts it has.
pub(super) fn of_package(package: &mut Package<'_>) -> Result<Format, Unreadable> {
    const DOCUMENTS: [(&str, &str); 6] = [
        ("word/document.xml", "a Word document"),
        ("word/document2.xml", "a Word document"),
        ("ppt/presentation.xml", "a presentation"),
        ("index/document.iwa", "an Apple Numbers or Pages document"),
        ("index.zip", "an Apple Numbers or Pages document"),
        ("xl/workbook.xlm", "a workbook of macros"),
    ];
    if package.has("xl/workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if package.has("xl/workbook.xml") || package.names().any(|name| is_renamed_workbook(&name.to_lowercase())) {
        return Ok(Format::Xlsx);
    }
    if package.has("content.xml") {
        return open_document(package);
    }
    match DOCUMENTS.iter().find(|(part, _)| package.has(part)) {
        Some((_, what)) => Err(Unreadable::NotYet(what)),
        None => Ok(Format::Zip),
    }
}

/// Some exporters number the workbook part.
fn is_renamed_workbook(name: &str) -> bool {
    name.strip_prefix("xl/workbook").and_then(|rest| rest.strip_suffix(".xml")).is_some_and(|n| !n.contains('/'))
}

fn open_document(package: &mut Package<'_>) -> Result<Format, Unreadable> {
    let holds = |bytes: &[u8], needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    if package.part("META-INF/manifest.xml")?.is_some_and(|manifest| holds(&manifest, b"encryption-data")) {
        return Err(Unreadable::Locked);
    }
    let spreadsheet = match package.part("mimetype")? {
        Some(kind) => kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet"),
        None => package.part("content.xml")?.is_some_and(|content| holds(&content, b"<office:spreadsheet")),
    };
    if spreadsheet { Ok(Format::Ods) } else { Err(Unreadable::NotYet("an OpenDocument text or drawing")) }
}

/// The format of anything that is no zip.
pub(super) fn of_stream(bytes: &[u8]) -> Result<Format, Unreadable> {
    const DOCUMENTS: [(&[u8], &str); 14] = [
        (b"%PDF-", "a PDF"),
        (b"{\\rtf", "a rich-text document"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07", "a rar archive"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"II*\0", "a picture"),
        (b"MM\0*", "a picture"),
        // Streams of records as Excel wrote them before it had workbooks.
        (b"\x09\x00\x04\x00", "a sheet of Excel 2"),
        (b"\x09\x02\x06\x00", "a sheet of Excel 3"),
        (b"\x09\x04\x06\x00", "a sheet of Excel 4"),
        (b"SQLite format 3\0", "a database"),
    ];
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return of_compound(bytes);
    }
    if let Some((_, what)) = DOCUMENTS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(Unreadable::NotYet(what));
    }
    // The mark of a PDF may stand a little way in.
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Err(Unreadable::NotYet("a PDF"));
    }
    if markup::is_spreadsheetml(bytes) {
        Ok(Format::SpreadsheetMl)
    } else if markup::is_html(bytes) {
        Ok(Format::Html)
    } else {
        Ok(Format::Text)
    }
}

/// A compound file, by the streams at its root: a letter may hold a workbook further down.
fn of_compound(bytes: &[u8]) -> Result<Format, Unreadable> {
    const DOCUMENTS: [(&str, &str); 4] = [
        ("WordDocument", "a Word document"),
        ("PowerPoint Document", "a presentation"),
        ("__properties_version1.0", "an Outlook message"),
        ("VisioDocument", "a drawing"),
    ];
    let Ok(file) = CompoundFile::open(Cursor::new(bytes)) else {
        return Err(Unreadable::Damaged("the compound file around its workbook is damaged or incomplete".into()));
    };
    let names: Vec<String> = file.read_root_storage().map(|entry| entry.name().to_owned()).collect();
    // Some writers put them in capitals.
    let holds = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    if holds("EncryptedPackage") {
        Err(Unreadable::Locked)
    } else if holds("Workbook") || holds("Book") {
        Ok(Format::Xls)
    } else if let Some((_, what)) = DOCUMENTS.iter().find(|(name, _)| holds(name)) {
        Err(Unreadable::NotYet(what))
    } else {
        Err(Unreadable::Damaged("it is a compound file without a workbook".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_that_hold_no_cells_are_named() {
        for (bytes, what) in [
            (&b"%PDF-1.7 ..."[..], "a PDF"),
            (b"\r\n\r\n%PDF-1.4", "a PDF"),
            (b"{\\rtf1\\ansi}", "a rich-text document"),
            (b"\x09\x04\x06\x00\x00\x00", "a sheet of Excel 4"),
        ] {
            assert_eq!(of_stream(bytes), Err(Unreadable::NotYet(what)));
        }
        assert_eq!(of_stream(b"Outcome,Number\n"), Ok(Format::Text));
    }

    #[test]
    fn the_extension_reporting_systems_give_a_web_page_is_no_mismatch() {
        assert!(Format::Html.may_be_named("XLS"));
        assert!(!Format::Text.may_be_named("xls"));
        assert!(!Format::Xlsx.may_be_named("xls"));
    }
}
