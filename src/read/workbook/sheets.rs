//! The parser's side: every sheet of a workbook through calamine, one at a time, at absolute positions.

use std::fmt::Debug;
use std::io::Cursor;

use calamine::{Data, DataRef, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx, XlsxError};

use super::value::{self, Display, Epoch};
use super::{Parsed, SheetScan, Shown, outermost};
use crate::container::{Format, Unreadable};
use crate::model::grid::Cell;
use crate::model::place::At;
use crate::read::number_format;

type Book<'b> = Cursor<&'b [u8]>;

/// Hands every worksheet to `take`, in the workbook's order, each with its scan; an empty one, if it was not scanned. A
/// sheet of more cells than `limit` is not parsed.
pub(super) fn each(
    format: Format,
    bytes: &[u8],
    scans: Vec<SheetScan>,
    limit: u64,
    take: &mut dyn FnMut(Parsed, SheetScan),
) -> Result<(), Unreadable> {
    let cursor = Cursor::new(bytes);
    match format {
        Format::Xlsb => through(&mut Xlsb::new(cursor).map_err(refused)?, xlsb, scans, limit, take),
        Format::Xls => {
            let workbook = outermost::only(bytes);
            through(&mut Xls::new(Cursor::new(&*workbook)).map_err(refused)?, xls, scans, limit, take)
        }
        Format::Ods => through(&mut Ods::new(cursor).map_err(refused)?, ods, scans, limit, take),
        _ => through(&mut Xlsx::new(cursor).map_err(refused)?, xlsx, scans, limit, take),
    }
}

fn through<'b, R: Reader<Book<'b>>>(
    workbook: &mut R,
    sheet: fn(&mut R, &SheetScan, &mut Parsed) -> Result<(), Unreadable>,
    mut scans: Vec<SheetScan>,
    limit: u64,
    take: &mut dyn FnMut(Parsed, SheetScan),
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
        let scan = scans.iter().position(|scan| scan.name == parsed.name);
        let scan = scan.map(|at| scans.swap_remove(at)).unwrap_or_default();
        if scan.cells > limit {
            take(parsed, scan);
            continue;
        }
        sheet(workbook, &scan, &mut parsed).map_err(|unreadable| match unreadable {
            Unreadable::Damaged(reason) => Unreadable::Damaged(format!("sheet `{}`: {reason}", parsed.name)),
            other => other,
        })?;
        take(parsed, scan);
    }
    // What the scan found and the parser does not list is missing as a whole.
    for scan in scans.into_iter().filter(|scan| scan.cells > 0) {
        take(Parsed { name: scan.name.clone(), ..Parsed::default() }, scan);
    }
    Ok(())
}

/// Streamed, because a range would allocate from the first to the last cell, however far apart.
fn xlsx(workbook: &mut Xlsx<Book<'_>>, _: &SheetScan, parsed: &mut Parsed) -> Result<(), Unreadable> {
    let epoch = Epoch { is_1904: workbook.has_1904_epoch() };
    let mut reader = workbook.worksheet_cells_reader(&parsed.name).map_err(refused)?;
    // Once for each style: most cells have one that shows the number and nothing else.
    let codes = reader.styles().iter().map(|style| style.number_format.as_ref().map(|format| &*format.format_code));
    let codes: Vec<Option<String>> =
        codes.map(|code| code.filter(|code| !number_format::is_plain(code)).map(str::to_owned)).collect();
    loop {
        match reader.next_cell_with_style_id() {
            Ok(None) => return Ok(()),
            Ok(Some((cell, style))) => {
                let code = codes.get(style).and_then(Option::as_deref);
                let display = code.map_or(Display::Plain, Display::Code);
                parsed.push(cell.get_position(), cell.get_value(), display, epoch);
            }
            // An error newer than the parser: the scan has it, and the next cell can be read.
            Err(XlsxError::CellError(_)) => {}
            Err(error) => return Err(refused(error)),
        }
    }
}

fn xlsb(workbook: &mut Xlsb<Book<'_>>, scan: &SheetScan, parsed: &mut Parsed) -> Result<(), Unreadable> {
    let epoch = Epoch { is_1904: workbook.has_1904_epoch() };
    let mut reader = workbook.worksheet_cells_reader(&parsed.name).map_err(refused)?;
    while let Some(cell) = reader.next_cell().map_err(refused)? {
        let (row, col) = cell.get_position();
        parsed.push((row, col), cell.get_value(), Display::of(scan, At { row, col }), epoch);
    }
    Ok(())
}

fn xls(workbook: &mut Xls<Book<'_>>, scan: &SheetScan, parsed: &mut Parsed) -> Result<(), Unreadable> {
    let epoch = Epoch { is_1904: workbook.has_1904_epoch() };
    parsed.take_range(&workbook.worksheet_range(&parsed.name).map_err(refused)?, scan, epoch);
    Ok(())
}

fn ods(workbook: &mut Ods<Book<'_>>, scan: &SheetScan, parsed: &mut Parsed) -> Result<(), Unreadable> {
    let epoch = Epoch { is_1904: false };
    parsed.take_range(&workbook.worksheet_range(&parsed.name).map_err(refused)?, scan, epoch);
    Ok(())
}

impl Parsed {
    fn push(&mut self, (row, col): (u32, u32), value: &DataRef<'_>, display: Display<'_>, epoch: Epoch) {
        let at = At { row, col };
        if let Some((content, otherwise)) = value::content(value, display, epoch) {
            self.cells.push(Cell { at, content });
            if otherwise {
                self.shown_otherwise.get_or_insert((0, at)).0 += 1;
            }
        }
    }

    /// A range's cells at their absolute positions.
    fn take_range(&mut self, range: &Range<Data>, scan: &SheetScan, epoch: Epoch) {
        let (top, left) = range.start().unwrap_or_default();
        let offset = |n: usize| u32::try_from(n).expect("a sheet has fewer than 2^32 rows and columns");
        for (row, col, value) in range.used_cells() {
            let at = At { row: top + offset(row), col: left + offset(col) };
            self.push((at.row, at.col), &borrowed(value), Display::of(scan, at), epoch);
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
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::String(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Empty => DataRef::Empty,
    }
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
