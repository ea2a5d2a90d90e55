//! What a file is, by its content and never by its name.

use std::fmt;

/// A format of returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    /// Lines of delimited text.
    Text,
    /// Something that holds no tables we can read.
    Other(&'static str),
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
            Self::Text => "csv",
            Self::Other(_) => "other",
        }
    }

    /// Whether a file of this content may carry the extension.
    #[must_use]
    pub fn may_be_named(self, extension: &str) -> bool {
        match extension.to_lowercase().as_str() {
            "xlsx" | "xlsm" => self == Self::Xlsx,
            "xlsb" => self == Self::Xlsb,
            "xls" => self == Self::Xls,
            "ods" => self == Self::Ods,
            "csv" | "tsv" | "txt" => self == Self::Text,
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
            Self::Text => "plain text",
            Self::Other(what) => what,
        })
    }
}

/// Recognises a format. Names of zip entries stand uncompressed in the file, so a search finds them.
pub(super) fn sniff(bytes: &[u8]) -> Format {
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    if bytes.starts_with(b"PK\x03\x04") {
        return if holds(b"application/vnd.oasis.opendocument.spreadsheet") {
            Format::Ods
        } else if holds(b"xl/workbook.bin") {
            Format::Xlsb
        } else if holds(b"xl/workbook.xml") {
            Format::Xlsx
        } else if holds(b"word/document.xml") {
            Format::Other("a Word document")
        } else {
            Format::Other("a zip archive")
        };
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        return if holds(&utf16("EncryptedPackage")) {
            Format::Other("a workbook locked with a password")
        } else if holds(&utf16("WordDocument")) {
            Format::Other("a Word document")
        } else {
            Format::Xls
        };
    }
    if bytes.starts_with(b"%PDF-") {
        return Format::Other("a PDF");
    }
    Format::Text
}
