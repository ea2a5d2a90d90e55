//! The parser's side: every sheet of a workbook through calamine, one at a time, at absolute positions.

use std::fmt::Debug;
use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, Ods, Range, Reader, SheetType, SheetVisible, Style, Xls, Xlsb, Xlsx, XlsxError,
};

use super::value::{self, Epoch};
use super::{Parsed, Shown, outermost};
use crate::container::{Format, Unreadable};
use crate::model::grid::{Cell, Merge};
use crate::model::place::At;

type Book<'b> = Cursor<&'b [u8]>;

/// Hands every worksheet to `take`, in the workbook's order.
pub(super) fn each(format: Format, bytes: &[u8], take: &mut dyn FnMut(Parsed)) -> Result<(), Unreadable> {
    let cursor = Cursor::new(bytes);
    match format {
        Format::Xlsb => through(&mut Xlsb::new(cursor).map_err(refused)?, xlsb, take),
        Format::Xls => {
            let workbook = outermost::only(bytes);
            through(&mut Xls::new(Cursor::new(&*workbook)).map_err(refused)?, xls, take)
        }
        Format::Ods => through(&mut Ods::new(cursor).map_err(refused)?, ods, take),
        _ => through(&mut Xlsx::new(cursor).map_err(refused)?, xlsx, take),
    }
}

fn through<'b, R: Reader<Book<'b>>>(
    workbook: &mut R,
    sheet: fn(&mut R, &mut Parsed) -> Result<(), Unreadable>,
    take: &mut dyn FnMut(Parsed),
) -> Result<(), Unreadable> {
    for meta in workbook.sheets_metadata().to_vec() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let shown = match meta.visible {
            SheetVisible::Visible => Shown::Visible,
            SheetVisible::Hidden => Shown::Hidden,
            SheetVisible::VeryHidden => Shown::VeryHidden,
        };
        let mut parsed = Parsed { name: meta.name, shown, ..Parsed::default() };
        sheet(workbook, &mut parsed).map_err(|unreadable| match unreadable {
            Unreadable::Damaged(reason) => Unreadable::Damaged(format!("sheet `{}`: {reason}", parsed.name)),
            other => other,
        })?;
        take(parsed);
    }
    Ok(())
}

/// Streamed, because a range would allocate from the first to the last cell, however far apart.
fn xlsx(workbook: &mut Xlsx<Book<'_>>, parsed: &mut Parsed) -> Result<(), Unreadable> {
    let merges = workbook.merge_cells_by_sheet_name(&parsed.name).map_err(refused)?;
    parsed.merges = merges.iter().map(merge).collect();
    let epoch = Epoch { is_1904: workbook.has_1904_epoch() };
    let mut reader = workbook.worksheet_cells_reader(&parsed.name).map_err(refused)?;
    let styles = reader.styles().to_vec();
    loop {
        match reader.next_cell_with_style_id() {
            Ok(None) => return Ok(()),
            Ok(Some((cell, style))) => parsed.push(cell.get_position(), cell.get_value(), styles.get(style), epoch),
            // An error newer than the parser: the scan has it, and the next cell can be read.
            Err(XlsxError::CellError(_)) => {}
            Err(error) => return Err(refused(error)),
        }
    }
}

fn xlsb(workbook: &mut Xlsb<Book<'_>>, parsed: &mut Parsed) -> Result<(), Unreadable> {
    let epoch = Epoch { is_1904: workbook.has_1904_epoch() };
    let mut reader = workbook.worksheet_cells_reader(&parsed.name).map_err(refused)?;
    while let Some(cell) = reader.next_cell().map_err(refused)? {
        parsed.push(cell.get_position(), cell.get_value(), None, epoch);
    }
    Ok(())
}

fn xls(workbook: &mut Xls<Book<'_>>, parsed: &mut Parsed) -> Result<(), Unreadable> {
    let merges = workbook.merge_cells_by_sheet_name(&parsed.name).map_err(refused)?;
    parsed.merges = merges.iter().map(merge).collect();
    let epoch = Epoch { is_1904: workbook.has_1904_epoch() };
    parsed.take_range(&workbook.worksheet_range(&parsed.name).map_err(refused)?, epoch);
    Ok(())
}

fn ods(workbook: &mut Ods<Book<'_>>, parsed: &mut Parsed) -> Result<(), Unreadable> {
    parsed.take_range(&workbook.worksheet_range(&parsed.name).map_err(refused)?, Epoch { is_1904: false });
    Ok(())
}

impl Parsed {
    fn push(&mut self, (row, col): (u32, u32), value: &DataRef<'_>, style: Option<&Style>, epoch: Epoch) {
        let at = At { row, col };
        if let Some((content, otherwise)) = value::content(value, style, epoch) {
            self.cells.push(Cell { at, content });
            if otherwise {
                self.shown_otherwise.get_or_insert((0, at)).0 += 1;
            }
        }
    }

    /// A range's cells at their absolute positions.
    fn take_range(&mut self, range: &Range<Data>, epoch: Epoch) {
        let (top, left) = range.start().unwrap_or_default();
        let offset = |n: usize| u32::try_from(n).expect("a sheet has fewer than 2^32 rows and columns");
        for (row, col, value) in range.used_cells() {
            self.push((top + offset(row), left + offset(col)), &borrowed(value), None, epoch);
        }
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Empty => DataRef::Empty,
    }
}

fn merge(range: &Dimensions) -> Merge {
    let at = |(row, col): (u32, u32)| At { row, col };
    Merge { first: at(range.start), last: at(range.end) }
}

/// What the parser's error says of the file, by its class: its own words may quote a cell.
fn refused(error: impl Debug) -> Unreadable {
    let words = format!("{error:?}");
    let class: String = words.chars().take_while(char::is_ascii_alphanumeric).collect();
    if class == "Password" {
        return Unreadable::Locked;
    }
    Unreadable::Damaged(format!("the parser refuses it ({class})"))
}
