//! Workbooks in the XML of 2003: `Workbook / Worksheet / Table / Row / Cell / Data`.
//!
//! What an element is depends on its parent; whatever has no place in that chain is passed by, with all below it.
//! Prefixes differ from writer to writer and are not looked at: only the root must name the namespace.

mod sheet;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use sheet::Sheet;

use super::style::{Format, Styles};
use super::{MarkupSheet, because, cut_off};
use crate::container::Unreadable;
use crate::container::markup::NAMESPACE;

/// What an open element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Workbook,
    Styles,
    Style,
    NumberFormat,
    Worksheet,
    Options,
    Visible,
    Table,
    Column,
    Row,
    Cell,
    Data,
    /// Formatting within the data, whose text belongs to it.
    Rich,
    Comment,
    Other,
}

impl Element {
    fn below(parent: Self, name: &str) -> Self {
        match (parent, name) {
            (Self::Workbook, "Styles") => Self::Styles,
            (Self::Styles, "Style") => Self::Style,
            (Self::Style, "NumberFormat") => Self::NumberFormat,
            (Self::Workbook, "Worksheet") => Self::Worksheet,
            (Self::Worksheet, "WorksheetOptions") => Self::Options,
            (Self::Options, "Visible") => Self::Visible,
            (Self::Worksheet, "Table") => Self::Table,
            (Self::Table, "Column") => Self::Column,
            (Self::Table, "Row") => Self::Row,
            (Self::Row, "Cell") => Self::Cell,
            (Self::Cell, "Data") => Self::Data,
            (Self::Cell, "Comment") => Self::Comment,
            (Self::Data | Self::Rich, _) => Self::Rich,
            _ => Self::Other,
        }
    }
}

pub(super) fn read(text: &str) -> Result<Vec<MarkupSheet>, Unreadable> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut workbook = Workbook::default();
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(start) => workbook.start(&start)?,
            Event::End(_) => workbook.end()?,
            Event::Text(text) => workbook.text(&text.xml10_content())?,
            Event::CData(text) => workbook.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let character = character(&reference)?;
                workbook.text(character.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => return Err(because("it declares a document type, which no workbook has")),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return workbook.finish(),
        }
    }
}

fn damaged(error: quick_xml::Error) -> Unreadable {
    match error {
        // All of these are about an end that never comes.
        quick_xml::Error::Syntax(_) => cut_off(),
        other => because(format!("its XML is damaged: {other}")),
    }
}

/// The character a reference stands for; entities of the file's own are never expanded.
fn character(reference: &BytesRef<'_>) -> Result<char, Unreadable> {
    if let Some(character) = reference.resolve_char_ref().map_err(damaged)? {
        return Ok(character);
    }
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(because("it uses entities of its own, which are never expanded")),
    }
}

/// The value of an attribute, whatever its prefix.
fn attribute<'a>(start: &'a BytesStart<'_>, name: &str) -> Result<Option<Cow<'a, str>>, Unreadable> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| because(format!("its XML is damaged: {error}")))?;
        if attribute.key.local_name().as_ref() == name && attribute.key.prefix().is_none_or(|p| p.as_ref() != "xmlns") {
            return attribute.normalized_value(XmlVersion::Implicit1_0).map(Some).map_err(damaged);
        }
    }
    Ok(None)
}

/// The workbook as far as it was read.
#[derive(Debug, Default)]
struct Workbook {
    path: Vec<Element>,
    begun: bool,
    styles: Styles,
    /// The style that is being read.
    style: String,
    sheets: Vec<MarkupSheet>,
    /// Names so far in lower case: Excel takes no two that differ by case only.
    names: HashSet<String>,
    sheet: Option<Sheet>,
    visible: String,
}

impl Workbook {
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Unreadable> {
        let name = start.local_name();
        let element = match self.path.last() {
            Some(parent) => Element::below(*parent, name.as_ref()),
            None => self.root(start)?,
        };
        self.path.push(element);
        match element {
            Element::Style => {
                self.style = attribute(start, "ID")?.unwrap_or_default().into_owned();
                self.styles.begin(&self.style, attribute(start, "Parent")?.as_deref());
            }
            Element::NumberFormat => {
                if let Some(code) = attribute(start, "Format")? {
                    self.styles.set(&self.style, Format::of(&code));
                }
            }
            Element::Worksheet => {
                let name = attribute(start, "Name")?.unwrap_or_default().into_owned();
                if !self.names.insert(name.to_lowercase()) {
                    return Err(because(format!("two of its sheets are named \u{201c}{name}\u{201d}")));
                }
                self.sheet = Some(Sheet::new(name));
            }
            Element::Visible => self.visible.clear(),
            _ => {
                if let Some(sheet) = &mut self.sheet {
                    match element {
                        Element::Column => sheet.column(start, &self.styles)?,
                        Element::Row => sheet.start_row(start, &self.styles)?,
                        Element::Cell => sheet.start_cell(start, &self.styles)?,
                        Element::Data => sheet.start_data(start)?,
                        Element::Comment => sheet.comment(),
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    fn root(&mut self, start: &BytesStart<'_>) -> Result<Element, Unreadable> {
        if self.begun {
            return Err(because("its XML is damaged: it has two roots"));
        }
        self.begun = true;
        let namespace = start.attributes().flatten().any(|attribute| *attribute.value == *NAMESPACE);
        if start.local_name().as_ref() == "Workbook" && namespace {
            Ok(Element::Workbook)
        } else {
            Err(because("its XML is not that of a workbook"))
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        match (self.path.last(), &mut self.sheet) {
            (Some(Element::Data | Element::Rich), Some(sheet)) => sheet.text(text),
            (Some(Element::Visible), _) => self.visible.push_str(text),
            (None, _) if !text.trim().is_empty() => {
                return Err(because("its XML is damaged: there is text outside of the workbook"));
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Unreadable> {
        let Some(element) = self.path.pop() else { return Ok(()) };
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        match element {
            Element::Cell => sheet.end_cell()?,
            Element::Visible => {
                sheet.out.visible = !matches!(self.visible.trim(), "SheetHidden" | "SheetVeryHidden");
            }
            Element::Worksheet => self.sheets.extend(self.sheet.take().map(|sheet| sheet.out)),
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<MarkupSheet>, Unreadable> {
        if !self.begun || !self.path.is_empty() {
            Err(cut_off())
        } else if self.sheets.is_empty() {
            Err(because("the workbook holds no sheet"))
        } else {
            Ok(self.sheets)
        }
    }
}
