//! The second look at an .xlsb.

mod sheet;
mod styles;

use super::Scan;
use super::parts::records::{self, Records};
use super::parts::relations::{self, Worksheets};
use super::parts::{self, Parts};
use crate::container::{Package, Unreadable};

const WORKBOOK: &str = "xl/workbook.bin";

/// Numbers of records of the workbook.
const END_BOOK: u16 = 132;
const SHEET: u16 = 156;

pub(super) fn scan(package: &mut Package<'_>) -> Result<Scan, Unreadable> {
    let mut parts = Parts::new(package);
    let styles = styles::read(&mut parts)?;
    let mut scan = Scan::default();
    for (name, part) in sheets(&mut parts)? {
        let missing = || Unreadable::Damaged(format!("the part of its sheet `{name}` is missing"));
        let bytes = parts.bytes(&part)?.ok_or_else(missing)?;
        let mut sheet = sheet::scan(&name, &bytes, &styles)?;
        sheet.comments = parts::comments_of_sheet(&mut parts, &part)?;
        scan.sheets.push(sheet);
    }
    parts::hidden_of_file(&mut parts, &mut scan)?;
    parts.check_others()?;
    Ok(scan)
}

/// The worksheets in the workbook's order, each with its part.
fn sheets(parts: &mut Parts<'_, '_>) -> Result<Vec<(String, String)>, Unreadable> {
    let bytes = parts.bytes(WORKBOOK)?.unwrap_or_default();
    let related = relations::of(parts, WORKBOOK)?;
    let mut sheets = Worksheets::default();
    let mut records = Records::new(&bytes, WORKBOOK);
    while let Some((kind, data)) = records.next()? {
        match kind {
            END_BOOK => return Ok(sheets.list),
            SHEET => {}
            _ => continue,
        }
        let (id, name) = sheet(data).ok_or_else(|| records.ends_early())?;
        // What has no part is no sheet of cells.
        let Some(id) = id else { continue };
        sheets.add(name, &id, &related)?;
    }
    Err(records.ends_early())
}

/// The relation and the name of a sheet, which stand behind its state and its number.
fn sheet(data: &[u8]) -> Option<(Option<String>, String)> {
    let (id, after) = records::text_at(data, 8)?;
    let (name, _) = records::text_at(data, after)?;
    Some((id, name?))
}

#[cfg(test)]
mod tests;
