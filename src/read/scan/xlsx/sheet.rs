//! One sheet of an .xlsx.
//!
//! A cell holds a value if it has an `<is>`, a `<v>` with anything in it, or a `<v>` at all where its type is a text
//! or a date written out: an empty text is a value too, the one a formula gave. So a cell with only a format, or only
//! a formula, holds none.

use crate::container::Unreadable;
use crate::model::place::At;
use crate::read::scan::SheetScan;
use crate::read::scan::parts::places::{self, Places};
use crate::read::scan::parts::xml::{self, Element, Event, Xml};

/// Names of errors that the parser knows. Past another it goes on at the next cell, but loses count of the columns.
const KNOWN_ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// How the value of a cell is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A number or yes or no: one piece of text.
    Plain,
    /// A place in the table of shared texts.
    Shared,
    Error,
    /// A text or a date, which may be empty and hold references to characters.
    Written,
    /// A text in an element of its own.
    Inline,
}

/// What may stand in the value of a cell.
#[derive(Clone, Copy)]
enum Piece<'t> {
    Text(&'t str),
    Other,
}

/// A cell whose end has not come.
#[derive(Debug)]
struct Cell {
    at: At,
    kind: Kind,
    /// Elements open within it.
    depth: u32,
    in_value: bool,
    /// Elements of a value that count.
    values: u32,
    /// Pieces its value is made of.
    pieces: u32,
    inline: bool,
    formula: bool,
    error: Option<Box<str>>,
}

/// The scan of a sheet under way.
#[derive(Debug, Default)]
struct Sheet {
    scan: SheetScan,
    places: Places,
    cell: Option<Cell>,
    in_data: bool,
    /// An error the parser does not know stands before in this row.
    after_error: bool,
}

/// Scans the XML of a sheet.
///
/// # Errors
/// It is not well formed, ends in the middle, or holds a document type definition.
pub(super) fn scan(name: &str, text: &str) -> Result<SheetScan, Unreadable> {
    let what = format!("sheet `{name}`");
    let mut xml = Xml::new(text, &what);
    let mut sheet = Sheet::default();
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => {
                sheet.open(&element);
                if element.is_empty {
                    sheet.close(element.name);
                }
            }
            Event::End(name) => sheet.close(name),
            Event::Text(text) => sheet.piece(Piece::Text(text)),
            Event::Section | Event::Aside => sheet.piece(Piece::Other),
        }
    }
    Ok(SheetScan { name: name.to_owned(), trouble: sheet.places.trouble, ..sheet.scan })
}

impl Sheet {
    fn open(&mut self, element: &Element<'_>) {
        let Some(cell) = &mut self.cell else {
            match element.name {
                "c" if self.in_data => self.open_cell(element),
                "row" if self.in_data => self.open_row(element),
                "sheetData" => self.in_data = true,
                "col" if !self.in_data => self.column(element),
                "mergeCell" if !self.in_data => self.merge(element),
                _ => {}
            }
            return;
        };
        cell.depth += 1;
        match (cell.depth, element.name) {
            (1, "v") => {
                cell.in_value = true;
                // Beside an inline text it is a copy, which the parser leaves out.
                cell.values += u32::from(cell.kind != Kind::Inline);
            }
            (1, "is") => {
                cell.inline = true;
                cell.values += 1;
            }
            (1, "f") => cell.formula = true,
            _ => return self.piece(Piece::Other),
        }
        if cell.values > 1 {
            self.places.object(format!("{} has two values", cell.at.address(false)));
        }
    }

    fn close(&mut self, name: &str) {
        match &mut self.cell {
            Some(cell) if cell.depth > 0 => {
                cell.depth -= 1;
                cell.in_value &= cell.depth > 0;
            }
            Some(_) => self.close_cell(),
            None if name == "sheetData" => self.in_data = false,
            None => {}
        }
    }

    fn open_row(&mut self, element: &Element<'_>) {
        let (mut stated, mut hidden) = (None, false);
        for (key, value) in element.attributes() {
            match key {
                "r" => stated = Some(places::number(value)),
                "hidden" => hidden |= xml::is_true(value),
                "ht" => hidden |= is_zero(value),
                _ => {}
            }
        }
        if stated == Some(None) {
            self.places.object("the number of a row is none".into());
        }
        self.after_error = false;
        let row = self.places.row(stated.flatten());
        if hidden {
            self.scan.hidden_rows.push(row, row);
        }
    }

    fn open_cell(&mut self, element: &Element<'_>) {
        let (mut stated, mut kind) = (None, Kind::Plain);
        for (key, value) in element.attributes() {
            match key {
                "r" => stated = Some(places::address(value)),
                "t" => {
                    kind = match value {
                        "s" => Kind::Shared,
                        "e" => Kind::Error,
                        "str" | "d" => Kind::Written,
                        "inlineStr" | "is" => Kind::Inline,
                        _ => Kind::Plain,
                    }
                }
                _ => {}
            }
        }
        if stated == Some(None) {
            self.places.object("the address of a cell is none".into());
        }
        if stated.is_none() && self.after_error {
            self.places.object("cells after an error of a newer kind do not say where they stand".into());
        }
        let (row, col) = stated.flatten().unzip();
        let at = self.places.cell(row, col);
        let (values, pieces, error) = (0, 0, None);
        self.cell =
            Some(Cell { at, kind, depth: 0, in_value: false, values, pieces, inline: false, formula: false, error });
    }

    /// Notes what stands in the value of a cell. The parser reads the first text, of texts all, and nothing else.
    fn piece(&mut self, piece: Piece<'_>) {
        let Some(cell) = self.cell.as_mut().filter(|cell| cell.in_value) else { return };
        let text = match piece {
            Piece::Text(text)
                if cell.kind == Kind::Written || (cell.pieces == 0 && !text.bytes().any(|byte| byte == b'&')) =>
            {
                Some(text)
            }
            _ => None,
        };
        cell.pieces += 1;
        let at = cell.at;
        match (cell.kind, text) {
            (_, None) => self.places.object(format!("the value of {} is broken up", at.address(false))),
            (Kind::Error, Some(text)) => cell.error = Some(text.into()),
            // The parser takes the first text of all for it.
            (Kind::Shared, Some(text)) if !text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.places.object(format!("{} names a shared text, but not by its number", at.address(false)));
            }
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let holds = cell.inline || cell.pieces > 0 || (cell.kind == Kind::Written && cell.values > 0);
        self.scan.cells += u64::from(holds);
        if cell.formula && !holds {
            self.scan.uncalculated.get_or_insert((0, cell.at)).0 += 1;
        }
        if let Some(error) = cell.error {
            self.after_error |= !KNOWN_ERRORS.contains(&&*error);
            self.scan.errors.push((cell.at, error));
        }
    }

    fn column(&mut self, element: &Element<'_>) {
        let (mut first, mut last, mut hidden) = (None, None, false);
        for (key, value) in element.attributes() {
            match key {
                "min" => first = places::number(value),
                "max" => last = places::number(value),
                "hidden" => hidden |= xml::is_true(value),
                "width" => hidden |= is_zero(value),
                _ => {}
            }
        }
        let (Some(first), Some(last)) = (first, last) else { return };
        if hidden && first <= last {
            self.scan.hidden_cols.push(places::column(first), places::column(last));
        }
    }

    fn merge(&mut self, element: &Element<'_>) {
        let range = element.attributes().find(|(key, _)| *key == "ref").map_or("", |(_, range)| range);
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        let corners = places::address(first).zip(places::address(last));
        self.scan.merges.extend(self.places.merge(corners.map(|(first, last)| [first, last])));
    }
}

fn is_zero(size: &str) -> bool {
    size.trim().parse::<f64>().is_ok_and(|size| size == 0.0)
}
