//! Workbooks of all four kinds, through calamine; positions are always those of the sheet.

use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Ods, Range, Reader, SheetVisible, Style, Xls, Xlsb, Xlsx};
use jiff::civil::Date;

use super::{Format, ReadFile, Unreadable};
use crate::model::grid::{Cell, Content, Grid, Merge};
use crate::model::place::At;

/// Cells and merged ranges of one sheet.
type Sheet = (Vec<Cell>, Vec<Merge>);

pub(super) fn read(format: Format, bytes: &[u8]) -> Result<ReadFile, Unreadable> {
    let cursor = Cursor::new(bytes);
    match format {
        Format::Xlsx => sheets(format, &mut Xlsx::new(cursor).map_err(damaged)?, xlsx_sheet),
        Format::Xlsb => sheets(format, &mut Xlsb::new(cursor).map_err(damaged)?, xlsb_sheet),
        Format::Xls => sheets(format, &mut Xls::new(cursor).map_err(damaged)?, xls_sheet),
        Format::Ods => sheets(format, &mut Ods::new(cursor).map_err(damaged)?, ods_sheet),
        Format::Text | Format::Other(_) => Err(Unreadable::Because("it is no workbook".into())),
    }
}

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Because(error.to_string())
}

/// Every visible sheet in the workbook's order; hidden ones are counted only (law 10).
fn sheets<R: Reader<Cursor<B>>, B: AsRef<[u8]>>(
    format: Format,
    workbook: &mut R,
    sheet: fn(&mut R, &str) -> Result<Sheet, Unreadable>,
) -> Result<ReadFile, Unreadable> {
    let mut file = ReadFile { format, dialect: None, grids: Vec::new(), hidden: Vec::new() };
    for meta in workbook.sheets_metadata().to_vec() {
        if meta.typ != calamine::SheetType::WorkSheet {
            continue;
        }
        let (cells, merges) = sheet(workbook, &meta.name)?;
        if meta.visible == SheetVisible::Visible {
            file.grids.push(Grid::new(meta.name.as_str().into(), false, cells, merges));
        } else {
            file.hidden.push((meta.name, cells.len()));
        }
    }
    Ok(file)
}

/// Streamed, because a range would allocate from the first to the last cell, however far apart.
fn xlsx_sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Sheet, Unreadable> {
    let merges = workbook.merge_cells_by_sheet_name(name).map_err(damaged)?;
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let styles = reader.styles().to_vec();
    let mut cells = Vec::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let (row, col) = cell.get_position();
        if let Some(content) = content(&Data::from(cell.get_value().clone()), styles.get(style)) {
            cells.push(Cell { at: At { row, col }, content });
        }
    }
    Ok((cells, merges.iter().map(merge).collect()))
}

fn xlsb_sheet(workbook: &mut Xlsb<Cursor<&[u8]>>, name: &str) -> Result<Sheet, Unreadable> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, col) = cell.get_position();
        let value: DataRef<'_> = cell.get_value().clone();
        if let Some(content) = content(&Data::from(value), None) {
            cells.push(Cell { at: At { row, col }, content });
        }
    }
    Ok((cells, Vec::new()))
}

fn xls_sheet(workbook: &mut Xls<Cursor<&[u8]>>, name: &str) -> Result<Sheet, Unreadable> {
    let merges = workbook.merge_cells_by_sheet_name(name).map_err(damaged)?;
    Ok((ranged(&workbook.worksheet_range(name).map_err(damaged)?), merges.iter().map(merge).collect()))
}

fn ods_sheet(workbook: &mut Ods<Cursor<&[u8]>>, name: &str) -> Result<Sheet, Unreadable> {
    Ok((ranged(&workbook.worksheet_range(name).map_err(damaged)?), Vec::new()))
}

/// A range's cells at their absolute positions.
fn ranged(range: &Range<Data>) -> Vec<Cell> {
    let (top, left) = range.start().unwrap_or_default();
    let offset = |n: usize| u32::try_from(n).expect("a sheet has fewer than 2^32 rows and columns");
    range
        .used_cells()
        .filter_map(|(row, col, value)| {
            let at = At { row: top + offset(row), col: left + offset(col) };
            content(value, None).map(|content| Cell { at, content })
        })
        .collect()
}

fn merge(range: &Dimensions) -> Merge {
    let at = |(row, col): (u32, u32)| At { row, col };
    Merge { first: at(range.start), last: at(range.end) }
}

fn content(value: &Data, style: Option<&Style>) -> Option<Content> {
    Some(match value {
        Data::Empty => return None,
        Data::Int(number) => numeric(f64_of(*number), style),
        Data::Float(number) if number.is_finite() => numeric(*number, style),
        Data::Float(_) => Content::Error("#NUM!".into()),
        Data::Bool(true) => Content::Text("TRUE".into()),
        Data::Bool(false) => Content::Text("FALSE".into()),
        Data::DateTime(date) => dated(date, style),
        Data::Error(error) => Content::Error(error.to_string().into()),
        Data::String(text) if super::is_error(text) => Content::Error(text.as_str().into()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Content::Text(text.as_str().into()),
    })
}

#[allow(clippy::cast_precision_loss, reason = "a spreadsheet's own numbers are doubles")]
fn f64_of(number: i64) -> f64 {
    number as f64
}

/// A number as its format shows it: a percentage is a share, and no count.
fn numeric(number: f64, style: Option<&Style>) -> Content {
    let percent = style.and_then(|style| style.number_format.as_ref()).is_some_and(|f| f.format_code.contains('%'));
    if percent { Content::Text(format!("{}%", number * 100.0).into()) } else { Content::Number(number) }
}

/// The day of a serial number; `None` for a duration, a time of day, or a day no calendar has.
fn day(date: &ExcelDateTime) -> Option<Date> {
    // Outside this range the parser's own conversion panics, and no spreadsheet shows a date.
    if date.is_duration() || !(1.0..2_958_466.0).contains(&date.as_f64()) {
        return None;
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A date as its number format shows it: the format tells `Oct-19` made of `10-19` from a day.
fn dated(date: &ExcelDateTime, style: Option<&Style>) -> Content {
    let serial = date.as_f64();
    // A time or a day that no calendar has counts nothing: it is shown as its serial number, but is no number.
    let Some(civil) = day(date) else { return Content::Date { shown: serial.to_string().into() } };
    let format = style.and_then(|style| style.number_format.as_ref());
    let code = format.map(|f| f.format_code.to_lowercase().replace(['\\', '"'], "")).unwrap_or_default();
    let shown = match (format.and_then(|f| f.format_id), code.as_str()) {
        (Some(17), _) | (_, "mmm-yy") => civil.strftime("%b-%y").to_string(),
        (Some(16), _) | (_, "d-mmm") => civil.strftime("%-d-%b").to_string(),
        (_, "dd-mmm") => civil.strftime("%d-%b").to_string(),
        _ => civil.to_string(),
    };
    Content::Date { shown: shown.into() }
}
