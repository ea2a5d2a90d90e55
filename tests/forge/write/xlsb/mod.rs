//! xlsb: BIFF12 parts in a zip, with the least a reader needs.

mod parts;
mod records;

use self::parts::SharedStrings;
use super::package::{Part, zipped};
use crate::book::Book;
use anyhow::Result;
use std::fmt::Write;

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const RELATIONSHIPS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";
const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

pub fn bytes(book: &Book) -> Result<Vec<u8>> {
    let sheets = 1..=book.sheets.len();
    let names: Vec<String> = sheets.map(|number| format!("worksheets/sheet{number}.bin")).collect();
    let strings = SharedStrings::of(book);

    let to_workbook = relationships(&[("officeDocument", "xl/workbook.bin")])?;
    // The sheets come first: a sheet's `rId` is its number.
    let mut targets: Vec<_> = names.iter().map(|name| ("worksheet", name.as_str())).collect();
    targets.push(("sharedStrings", "sharedStrings.bin"));

    let mut parts = vec![
        Part::new("[Content_Types].xml", content_types(&names)?),
        Part::new("_rels/.rels", to_workbook),
        Part::new("xl/workbook.bin", parts::workbook(book)),
        Part::new("xl/_rels/workbook.bin.rels", relationships(&targets)?),
        Part::new("xl/sharedStrings.bin", strings.part()),
    ];
    for (sheet, name) in book.sheets.iter().zip(&names) {
        parts.push(Part::new(format!("xl/{name}"), parts::worksheet(&sheet.grid, &strings)?));
    }
    zipped(&parts)
}

fn content_types(sheets: &[String]) -> Result<String> {
    let mut xml = format!(r#"{XML}<Types xmlns="{PACKAGE}/content-types">"#);
    write!(xml, r#"<Default Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>"#)?;
    let mut add = |name: &str, kind: &str| {
        let kind = format!("application/vnd.ms-excel.{kind}");
        write!(xml, r#"<Override PartName="/xl/{name}" ContentType="{kind}"/>"#)
    };
    add("workbook.bin", "sheet.binary.macroEnabled.main")?;
    add("sharedStrings.bin", "sharedStrings")?;
    for name in sheets {
        add(name, "worksheet")?;
    }
    Ok(xml + "</Types>")
}

/// Relationships `rId1`, `rId2`, ... in the order given.
fn relationships(targets: &[(&str, &str)]) -> Result<String> {
    let mut xml = format!(r#"{XML}<Relationships xmlns="{PACKAGE}/relationships">"#);
    for (number, (kind, target)) in (1..).zip(targets) {
        write!(xml, r#"<Relationship Id="rId{number}" Type="{RELATIONSHIPS}/{kind}""#)?;
        write!(xml, r#" Target="{target}"/>"#)?;
    }
    Ok(xml + "</Relationships>")
}
