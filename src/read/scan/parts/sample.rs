//! Packages made in memory, for tests.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use crate::config::Limits;
use crate::container::{Format, Package, Unreadable};
use crate::read::scan::{self, Scan};

pub(in crate::read::scan) const LIMITS: Limits = Limits {
    cells_per_sheet: 1000,
    bytes_per_file: 1 << 20,
    entries_per_file: 100,
    inflated_bytes_per_file: 64 << 20,
    inflation_ratio: 200,
};

pub(in crate::read::scan) fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory takes it");
        writer.write_all(bytes).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

/// What a scan says of a package with these entries.
pub(in crate::read::scan) fn scanned(format: Format, entries: &[(&str, &[u8])]) -> Result<Scan, Unreadable> {
    let bytes = zipped(entries);
    let mut package = Package::open(&bytes, &LIMITS).expect("it is sound");
    scan::workbook(format, &bytes, Some(&mut package))
}

/// Relations, each of id, type and target.
pub(in crate::read::scan) fn relations(all: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"http://x/relationships/{kind}\" Target=\"{target}\"/>")
    };
    format!("<Relationships>{}</Relationships>", all.iter().map(one).collect::<String>())
}

/// The parts of an .xlsx with one sheet, `Figures`, of this XML.
pub(in crate::read::scan) fn xlsx<'s>(sheet: &'s str, relations: &'s [String; 2]) -> Vec<(&'s str, &'s [u8])> {
    const WORKBOOK: &str =
        "<workbook><sheets><sheet name=\"Figures\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    vec![
        ("_rels/.rels", relations[0].as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations[1].as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]
}

/// The relations that lead to the one sheet of [`xlsx`].
pub(in crate::read::scan) fn xlsx_relations() -> [String; 2] {
    [
        relations(&[("rId1", "officeDocument", "xl/workbook.xml")]),
        relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")]),
    ]
}

/// A record of an .xlsb.
pub(in crate::read::scan) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let low = |number: usize| u8::try_from(number & 0x7f).expect("seven bits fit a byte");
    let kind = usize::from(kind);
    let mut out = if kind < 128 { vec![low(kind)] } else { vec![low(kind) | 0x80, low(kind >> 7)] };
    let mut size = data.len();
    while size >= 128 {
        out.push(low(size) | 0x80);
        size >>= 7;
    }
    out.push(low(size));
    out.extend(data);
    out
}

/// A text of an .xlsb, with its length.
pub(in crate::read::scan) fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).expect("texts of tests are short");
    length.to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}
