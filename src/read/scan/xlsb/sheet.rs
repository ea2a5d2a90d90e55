//! One sheet of an .xlsb.
//!
//! Every record of a cell but the blank ones holds a value. The short ones, which some programs write after the first
//! cell of a row, stand one column to the right of the cell before; the parser passes over them without a word, as it
//! does over formulas that gave an error.

use std::sync::Arc;

use crate::container::Unreadable;
use crate::read::scan::SheetScan;
use crate::read::scan::formats::Styles;
use crate::read::scan::parts::places::{self, Places};
use crate::read::scan::parts::records::{Records, u16_at, u32_at};

/// Numbers of records of a sheet.
const ROW: u16 = 0;
const COLUMNS: u16 = 60;
const END_SHEET: u16 = 130;
const BEGIN_DATA: u16 = 145;
const END_DATA: u16 = 146;
const MERGED: u16 = 176;

/// What the record of a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    Number,
    Error,
    /// A text, or yes or no.
    Text,
}

/// What a record is, if it is one of a cell, and whether it is a short one.
fn cell(kind: u16) -> Option<(Holds, bool)> {
    Some(match kind {
        1 => (Holds::Nothing, false),
        // Small and other numbers, and those of formulas.
        2 | 5 | 9 => (Holds::Number, false),
        3 | 11 => (Holds::Error, false),
        // Yes or no, a text here or among the shared ones, those of formulas, and a text with its fonts.
        4 | 6 | 7 | 8 | 10 | 62 => (Holds::Text, false),
        12 => (Holds::Nothing, true),
        13 | 16 => (Holds::Number, true),
        14 => (Holds::Error, true),
        15 | 17 | 18 => (Holds::Text, true),
        _ => return None,
    })
}

/// Scans the records of a sheet.
///
/// # Errors
/// It ends in the middle.
pub(super) fn scan(name: &str, bytes: &[u8], styles: &Styles) -> Result<SheetScan, Unreadable> {
    let what = format!("sheet `{name}`");
    let mut sheet = SheetScan { name: name.to_owned(), ..SheetScan::default() };
    let mut places = Places::default();
    let (mut in_data, mut ended) = (false, false);
    let mut records = Records::new(bytes, &what);
    while let Some((kind, data)) = records.next()? {
        match kind {
            BEGIN_DATA => in_data = true,
            END_DATA => in_data = false,
            END_SHEET => ended = true,
            COLUMNS => hidden_columns(&mut sheet, data).ok_or_else(|| records.ends_early())?,
            MERGED => {
                let corners = merged(data).ok_or_else(|| records.ends_early())?;
                sheet.merges.extend(places.merge(Some(corners)));
            }
            ROW if in_data => {
                let (row, hidden) = row(data).ok_or_else(|| records.ends_early())?;
                let row = places.row(Some(row.into()));
                if hidden {
                    sheet.hidden_rows.push(row, row);
                }
            }
            _ if in_data => {
                let Some((holds, is_short)) = cell(kind) else { continue };
                one_cell(&mut sheet, &mut places, data, holds, is_short, styles).ok_or_else(|| records.ends_early())?;
            }
            _ => {}
        }
    }
    if !ended {
        return Err(records.ends_early());
    }
    sheet.trouble = places.trouble;
    Ok(sheet)
}

/// Notes a cell; `None` if its record is shorter than it must be.
fn one_cell(
    sheet: &mut SheetScan,
    places: &mut Places,
    data: &[u8],
    holds: Holds,
    is_short: bool,
    styles: &Styles,
) -> Option<()> {
    let col = if is_short { None } else { Some(u64::from(u32_at(data, 0)?)) };
    let data = if is_short { data } else { &data[4..] };
    // The upper byte says something of the Japanese reading.
    let style = u32_at(data, 0)? & 0x00ff_ffff;
    let at = places.cell(None, col);
    sheet.cells += u64::from(holds != Holds::Nothing);
    match holds {
        Holds::Number => sheet.formats.extend(styles.code(style as usize).map(|code| (at, Arc::clone(code)))),
        Holds::Error => sheet.errors.push((at, error(*data.get(4)?).into())),
        Holds::Text => sheet.formats.extend(styles.instead_of_text(style as usize).map(|code| (at, Arc::clone(code)))),
        Holds::Nothing => {}
    }
    Some(())
}

/// The corners of a merged range.
fn merged(data: &[u8]) -> Option<[(u64, u64); 2]> {
    let [top, bottom, left, right] = [0, 4, 8, 12].map(|at| u32_at(data, at).map(u64::from));
    Some([(top?, left?), (bottom?, right?)])
}

/// The name of an error by its number.
fn error(number: u8) -> &'static str {
    match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#UNKNOWN!",
    }
}

/// The row a record begins, and whether it is hidden: marked as such, or set to no height.
fn row(data: &[u8]) -> Option<(u32, bool)> {
    let height = u16_at(data, 8)?;
    let flags = *data.get(11)?;
    let (is_hidden, has_own_height) = (flags & 0x10 != 0, flags & 0x20 != 0);
    Some((u32_at(data, 0)?, is_hidden || (has_own_height && height == 0)))
}

/// Notes the columns of a record if they are hidden: marked as such, or set to no width.
fn hidden_columns(sheet: &mut SheetScan, data: &[u8]) -> Option<()> {
    let [first, last, width] = [u32_at(data, 0)?, u32_at(data, 4)?, u32_at(data, 8)?];
    if (u16_at(data, 16)? & 1 != 0 || width == 0) && first <= last {
        sheet.hidden_cols.push(places::column(first.into()), places::column(last.into()));
    }
    Some(())
}
