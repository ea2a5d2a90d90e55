//! The second look: a light scan of the raw parts of a workbook, independent of the parser.
//!
//! It counts the cells that hold a value, finds what is hidden, and what the parser does not tell: error cells it
//! refuses, formulas never calculated, merged ranges, and how numbers are shown. No text of a cell leaves it but the
//! names of errors and what an .ods shows in place of a number.

mod compound;
mod formats;
mod ods;
mod parts;
mod people;
mod xlsb;
mod xlsx;

use std::collections::HashMap;
use std::sync::Arc;

use crate::container::{Format, Package, Unreadable};
use crate::model::hidden::{Hidden, Ranges};
use crate::model::merges::Merge;
use crate::model::place::At;

/// What the raw parts of a workbook hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Scan {
    /// In the workbook's order; charts and macro sheets are none.
    pub sheets: Vec<SheetScan>,
    /// Hidden content of the whole file; that of sheets is in `sheets`.
    pub hidden: Vec<Hidden>,
    pub caches: Vec<Cache>,
}

/// The records behind a pivot table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cache {
    /// The part that holds them.
    pub part: String,
    pub records: u64,
    /// Names of the fields, to judge what kind of records they are; never printed.
    pub fields: Vec<String>,
}

/// What the raw part of one sheet holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SheetScan {
    pub name: String,
    /// Cells that hold a value: what the parser must also have seen.
    pub cells: u64,
    /// Error cells, by the name of the error: not in .xls, whose parser reads them all.
    pub errors: Vec<(At, Box<str>)>,
    /// Formulas that were never calculated and so hold no value: how many, and the first.
    pub uncalculated: Option<(u64, At)>,
    /// The number formats of numbers in an .xls or .xlsb, where they are not plain.
    pub formats: HashMap<At, Arc<str>>,
    /// What numbers and dates of an .ods show, where it is not the number or the whole date; trimmed.
    pub shown: HashMap<At, Arc<str>>,
    /// Merged ranges of two cells or more, all of them within the sheet.
    pub merges: Vec<Merge>,
    pub hidden_rows: Ranges,
    pub hidden_cols: Ranges,
    /// Comments on its cells.
    pub comments: u64,
    /// Why the sheet cannot be trusted: a cell beyond the last row or column, or two that claim one place.
    pub trouble: Option<String>,
}

/// Scans the raw parts of a workbook.
///
/// # Errors
/// A part is damaged, missing, not well formed, or ends in the middle.
pub(super) fn workbook(format: Format, bytes: &[u8], package: Option<&mut Package<'_>>) -> Result<Scan, Unreadable> {
    match (format, package) {
        (Format::Xlsx, Some(package)) => xlsx::scan(package),
        (Format::Xlsb, Some(package)) => xlsb::scan(package),
        (Format::Ods, Some(package)) => ods::scan(package),
        _ => compound::scan(bytes),
    }
}
