//! The part of an .ods that holds the sheets, read to its very end.
//!
//! The parser loops for ever on a part that ends inside a sheet, and loses the sheets that follow one silently: what is
//! not whole must be refused here.

use std::collections::HashSet;

use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};

use super::super::SheetScan;
use super::cell::Cell;
use super::table::Table;
use crate::container::Unreadable;

/// What is wrong with the part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault(pub &'static str);

const MALFORMED: Fault = Fault("content.xml is not well formed");
const ENDS: Fault = Fault("content.xml ends in the middle");

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        // All that can be wrong with a tag itself is that it never ends.
        if matches!(error, Error::Syntax(_)) { ENDS } else { MALFORMED }
    }
}

impl From<AttrError> for Fault {
    fn from(_: AttrError) -> Self {
        MALFORMED
    }
}

impl From<Fault> for Unreadable {
    fn from(fault: Fault) -> Self {
        Self::Damaged(fault.0.into())
    }
}

/// Sheets in their order, and how many links to other documents.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub sheets: Vec<SheetScan>,
    pub links: u64,
}

/// What an open element is to us, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Spreadsheet,
    Table,
    /// Rows or columns held together; whether they are hidden.
    Group(bool),
    Row,
    Cell,
    /// A paragraph of a cell, or something in its line.
    Line,
    Other,
}

#[derive(Debug, Default)]
struct Walk {
    stack: Vec<Open>,
    table: Table,
    cell: Cell,
    names: HashSet<String>,
    seen_spreadsheet: bool,
    content: Content,
}

pub(super) fn read(bytes: &[u8]) -> Result<Content, Fault> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| if error.error_len().is_none() { ENDS } else { MALFORMED })?;
    let mut reader = Reader::from_str(text);
    let mut walk = Walk::default();
    let mut has_ended = false;
    loop {
        match reader.read_event()? {
            Event::Start(_) | Event::Empty(_) if has_ended => return Err(MALFORMED),
            Event::Start(element) => walk.open(&element)?,
            Event::Empty(element) => {
                walk.open(&element)?;
                has_ended = walk.close();
            }
            Event::End(_) => has_ended = walk.close(),
            Event::Text(text) => walk.text(&text),
            Event::CData(text) => walk.text(&text),
            Event::GeneralRef(reference) => walk.text(&referred(&reference)),
            Event::DocType(_) => return Err(Fault("content.xml declares entities of its own")),
            Event::Eof if !has_ended => return Err(ENDS),
            Event::Eof if !walk.seen_spreadsheet => return Err(Fault("content.xml holds no spreadsheet")),
            Event::Eof => return Ok(walk.content),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

impl Walk {
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let parent = self.stack.last().copied();
        let name = element.name().0;
        let open = match (parent, name) {
            (_, "office:spreadsheet") if self.stack.len() == 2 => {
                self.seen_spreadsheet = true;
                Open::Spreadsheet
            }
            (Some(Open::Spreadsheet), "table:table") => {
                self.open_table(element)?;
                Open::Table
            }
            (Some(Open::Table | Open::Group(_)), _) => {
                self.open_in_table(element, parent == Some(Open::Group(true)))?
            }
            (Some(Open::Row), "table:table-cell" | "table:covered-table-cell") => {
                self.cell = Cell::open(element)?;
                Open::Cell
            }
            (Some(Open::Cell | Open::Line), "office:annotation") => {
                self.table.scan.comments += 1;
                Open::Other
            }
            (Some(Open::Cell), "text:p") => {
                self.cell.begin_shown();
                Open::Line
            }
            (Some(Open::Cell), "table:table") => {
                self.table.distrust("a cell holds a table of its own");
                Open::Other
            }
            (Some(Open::Line), _) if name.starts_with("text:") => Open::Line,
            _ => Open::Other,
        };
        // Areas filled from another document, and links to other programs.
        if matches!(name, "table:cell-range-source" | "office:dde-source") {
            self.content.links += 1;
        }
        self.stack.push(open);
        Ok(())
    }

    fn open_table(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let name = attribute(element, "table:name")?.ok_or(Fault("a sheet of it has no name"))?;
        let name = unescape(&name).map_err(|_| MALFORMED)?.into_owned();
        if !self.names.insert(name.clone()) {
            return Err(Fault("two of its sheets have the same name"));
        }
        self.table = Table::named(name);
        // The name LibreOffice gives to what it keeps of a sheet of another file.
        self.table.is_linked = self.table.scan.name.starts_with("'file:");
        Ok(())
    }

    fn open_in_table(&mut self, element: &BytesStart<'_>, in_hidden: bool) -> Result<Open, Fault> {
        let hides = |element| -> Result<bool, Fault> {
            let visibility = attribute(element, "table:visibility")?;
            Ok(in_hidden || matches!(visibility.as_deref(), Some("collapse" | "filter")))
        };
        Ok(match element.name().0 {
            "table:table-row" => {
                self.table.open_row(repeated(element, "table:number-rows-repeated")?, hides(element)?);
                Open::Row
            }
            "table:table-column" => {
                self.table.columns(repeated(element, "table:number-columns-repeated")?, hides(element)?);
                Open::Other
            }
            "table:table-rows" | "table:table-header-rows" | "table:table-columns" | "table:table-header-columns" => {
                Open::Group(in_hidden)
            }
            "table:table-row-group" | "table:table-column-group" => {
                let folded = attribute(element, "table:display")?.as_deref() == Some("false");
                Open::Group(in_hidden || folded)
            }
            "table:table-source" => {
                self.table.is_linked = true;
                Open::Other
            }
            _ => Open::Other,
        })
    }

    /// Whether that was the root.
    fn close(&mut self) -> bool {
        match self.stack.pop() {
            Some(Open::Table) => {
                let table = std::mem::take(&mut self.table);
                self.content.links += u64::from(table.is_linked);
                self.content.sheets.push(table.finish());
            }
            Some(Open::Row) => self.table.close_row(),
            Some(Open::Cell) => self.table.close_cell(&self.cell),
            _ => {}
        }
        self.stack.is_empty()
    }

    fn text(&mut self, text: &str) {
        if self.stack.last() == Some(&Open::Line) {
            self.cell.show(text);
        }
    }
}

/// The character that a reference stands for.
fn referred(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => character.into(),
        _ => resolve_predefined_entity(reference).unwrap_or("&").into(),
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    for attribute in element.attributes() {
        let attribute = attribute?;
        if attribute.key.0 == name {
            return Ok(Some(attribute.value.into_owned()));
        }
    }
    Ok(None)
}

/// How many rows or columns an element stands for.
fn repeated(element: &BytesStart<'_>, name: &str) -> Result<u64, Fault> {
    attribute(element, name)?.map_or(Ok(1), |number| times(&number))
}

/// A number of repeats. The parser leaves out what is repeated no times, and so what a person may see.
pub(super) fn times(number: &str) -> Result<u64, Fault> {
    let times = number.trim().parse().ok().filter(|times| *times > 0);
    times.ok_or(Fault("content.xml repeats a cell an impossible number of times"))
}
