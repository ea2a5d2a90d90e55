//! The walk over a page: which table and cell a token belongs to, and whether a reader sees it.

use html5gum::StartTag;

use super::{Region, attribute};
use crate::container::Unreadable;
use crate::model::grid::{Cell, Content};
use crate::model::place::At;
use crate::read::markup::page::{Piece, laid_out};
use crate::read::markup::shown::{Prose, content, hides};
use crate::read::markup::table::Table;
use crate::read::markup::{MarkupSheet, because, cut_off};

/// Tables within tables beyond which a page is no report.
const DEEPEST: usize = 256;
/// Elements without an end.
const VOID: [&[u8]; 14] = [
    b"area", b"base", b"br", b"col", b"embed", b"frame", b"hr", b"img", b"input", b"link", b"meta", b"source",
    b"track", b"wbr",
];
/// Elements whose text flows on in the line.
const INLINE: [&[u8]; 32] = [
    b"a", b"abbr", b"acronym", b"b", b"bdo", b"big", b"button", b"cite", b"code", b"del", b"dfn", b"em", b"font", b"i",
    b"img", b"input", b"ins", b"kbd", b"label", b"mark", b"nobr", b"q", b"s", b"samp", b"small", b"span", b"strike",
    b"strong", b"sub", b"sup", b"tt", b"u",
];

/// Where the walk is.
#[derive(Debug)]
pub(super) struct Walk {
    pieces: Vec<Piece>,
    /// The tables around the next token, the innermost last.
    open: Vec<Open>,
    /// The line of text outside of all tables.
    line: Prose,
    /// An element that hides its text, and the number of tables around it.
    hidden: Option<(Region, usize)>,
    /// Whether `<html>` or `<body>` began, and ended.
    begun: bool,
    ended: bool,
    any_table: bool,
    /// What placing cells may yet cost.
    steps: usize,
    hidden_cells: u64,
    uncached_formulas: u64,
    comments: u64,
}

/// A table that is open.
#[derive(Debug)]
struct Open {
    table: Table,
    /// Where among the pieces it will stand: in the order in which tables begin.
    piece: usize,
    /// Whether all of it, its group of rows, and its row are hidden.
    hidden: bool,
    group_hidden: bool,
    row_hidden: bool,
    in_row: bool,
    cell: Option<OpenCell>,
    /// Text in no cell.
    line: Prose,
}

#[derive(Debug)]
struct OpenCell {
    at: At,
    text: Prose,
    hidden: bool,
    /// What a spreadsheet wrote beside the text.
    number: Option<String>,
    error: bool,
    formula: bool,
}

impl Walk {
    pub(super) fn new(length: usize) -> Self {
        Self {
            pieces: Vec::new(),
            open: Vec::new(),
            line: Prose::default(),
            hidden: None,
            begun: false,
            ended: false,
            any_table: false,
            steps: length.saturating_mul(4),
            hidden_cells: 0,
            uncached_formulas: 0,
            comments: 0,
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.hidden.as_ref().is_some_and(|(_, tables)| *tables == self.open.len()) {
            return;
        }
        match self.open.last_mut() {
            Some(Open { cell: Some(cell), .. }) => cell.text.push(text),
            Some(table) => table.line.push(text),
            None => self.line.push(text),
        }
    }

    pub(super) fn start(&mut self, tag: &StartTag<()>) -> Result<(), Unreadable> {
        let style = attribute(tag, "style").unwrap_or_default();
        let comment = style.contains("mso-element:comment");
        if comment && !style.contains("mso-element:comment-list") {
            self.comments += 1;
        }
        let anchor = attribute(tag, "class").is_some_and(|class| class.starts_with("msocom"));
        let hidden = comment || anchor || tag.attributes.contains_key(&b"hidden"[..]) || hides(&style);
        let name: &[u8] = &tag.name;
        match name {
            b"table" => return self.start_table(hidden),
            b"html" | b"body" => self.begun = true,
            _ => {}
        }
        let Some(open) = self.open.last_mut().filter(|_| is_part(name)) else {
            if !INLINE.contains(&name) {
                self.break_line();
            }
            self.hide(tag, hidden);
            return Ok(());
        };
        match name {
            b"col" => open.table.describe_columns(attribute(tag, "span").as_deref(), hidden),
            b"colgroup" => {
                if let Some(span) = attribute(tag, "span") {
                    open.table.describe_columns(Some(&span), hidden);
                }
            }
            b"tr" => self.start_row(hidden)?,
            b"td" | b"th" => self.start_cell(tag, hidden)?,
            _ => {
                self.end_group();
                if let Some(open) = self.open.last_mut() {
                    open.group_hidden = hidden;
                    if name == b"tfoot" {
                        open.table.start_foot();
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn end(&mut self, name: &[u8]) {
        match name {
            b"table" => self.end_table(),
            b"html" | b"body" => self.ended = true,
            b"tr" => self.end_row(),
            b"td" | b"th" => self.end_cell(),
            b"thead" | b"tbody" | b"tfoot" => self.end_group(),
            _ => {
                if let Some((region, tables)) = &mut self.hidden
                    && *tables == self.open.len()
                    && region.name == name
                {
                    region.depth -= 1;
                    if region.depth == 0 {
                        self.hidden = None;
                    }
                }
                if !INLINE.contains(&name) {
                    self.end_paragraph();
                    self.break_line();
                }
            }
        }
    }

    /// The page as a sheet, or nothing where it holds no table.
    pub(super) fn finish(mut self) -> Result<Option<MarkupSheet>, Unreadable> {
        if !self.ended && (self.begun || !self.open.is_empty()) {
            return Err(cut_off());
        }
        while !self.open.is_empty() {
            self.end_table();
        }
        self.break_line();
        if !self.any_table {
            return Ok(None);
        }
        let mut sheet = laid_out(self.pieces)?;
        sheet.hidden_cells += self.hidden_cells;
        sheet.uncached_formulas = self.uncached_formulas;
        sheet.comments = self.comments;
        Ok(Some(sheet))
    }

    /// Begins or deepens an element that hides its text. Those whose end may be left out do not nest.
    fn hide(&mut self, tag: &StartTag<()>, hidden: bool) {
        let name: &[u8] = &tag.name;
        if tag.self_closing || VOID.contains(&name) || is_part(name) {
            return;
        }
        if !INLINE.contains(&name) {
            self.end_paragraph();
        }
        if let Some((region, _)) =
            self.hidden.as_mut().filter(|(region, tables)| *tables == self.open.len() && region.name == name)
        {
            if matches!(name, b"li" | b"dt" | b"dd") {
                self.hidden = None;
            } else {
                region.depth += 1;
            }
        }
        if hidden && self.hidden.is_none() {
            self.hidden = Some((Region::of(tag), self.open.len()));
        }
    }

    /// Ends a paragraph that hides its text, as all that does not flow on in its line does.
    fn end_paragraph(&mut self) {
        if self.hidden.as_ref().is_some_and(|(region, tables)| region.name == b"p" && *tables == self.open.len()) {
            self.hidden = None;
        }
    }

    /// Ends a line: a row outside of tables, a line break in a cell.
    fn break_line(&mut self) {
        match self.open.last_mut() {
            Some(Open { cell: Some(cell), .. }) => cell.text.line(),
            Some(open) => open.table.above.extend(open.line.take()),
            None => self.pieces.extend(self.line.take().map(Piece::Text)),
        }
    }

    fn start_table(&mut self, hidden: bool) -> Result<(), Unreadable> {
        if self.open.len() == DEEPEST {
            return Err(because("its tables lie too deep within one another"));
        }
        self.end_paragraph();
        self.break_line();
        let within = self.open.last().is_some_and(|open| {
            let cell_hidden = open
                .cell
                .as_ref()
                .is_some_and(|cell| cell.hidden || open.table.hidden_cols.around(cell.at.col).is_some());
            cell_hidden || open.row_hidden || open.hidden
        });
        self.open.push(Open {
            table: Table::default(),
            piece: self.pieces.len(),
            hidden: hidden || within || self.hidden.is_some(),
            group_hidden: false,
            row_hidden: false,
            in_row: false,
            cell: None,
            line: Prose::default(),
        });
        self.pieces.push(Piece::Nothing);
        self.any_table = true;
        Ok(())
    }

    fn start_row(&mut self, hidden: bool) -> Result<(), Unreadable> {
        self.end_row();
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        open.row_hidden = hidden || open.group_hidden || open.hidden;
        open.in_row = true;
        open.table.start_row(open.row_hidden)
    }

    fn start_cell(&mut self, tag: &StartTag<()>, hidden: bool) -> Result<(), Unreadable> {
        self.end_cell();
        if self.open.last().is_some_and(|open| !open.in_row) {
            self.start_row(false)?;
        }
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let (colspan, rowspan) = (attribute(tag, "colspan"), attribute(tag, "rowspan"));
        open.cell = Some(OpenCell {
            at: open.table.place(colspan.as_deref(), rowspan.as_deref(), &mut self.steps)?,
            text: Prose::default(),
            hidden,
            number: attribute(tag, "x:num").map(Into::into),
            error: tag.attributes.contains_key(&b"x:err"[..]),
            formula: tag.attributes.contains_key(&b"x:fmla"[..]),
        });
        Ok(())
    }

    fn end_cell(&mut self) {
        self.reveal();
        if self.open.last().is_some_and(|open| open.cell.is_none()) {
            self.break_line();
        }
        let Some(open) = self.open.last_mut() else { return };
        let Some(mut cell) = open.cell.take() else { return };
        let Some(text) = cell.text.take() else {
            self.uncached_formulas += u64::from(cell.formula);
            return;
        };
        // A cell of a hidden row or column is hidden by that alone.
        if cell.hidden && !open.row_hidden && open.table.hidden_cols.around(cell.at.col).is_none() {
            self.hidden_cells += 1;
            return;
        }
        let content = if cell.error { Content::Error(text.into()) } else { content(text, cell.number.as_deref()) };
        open.table.cells.push(Cell { at: cell.at, content });
    }

    /// Ends an element that hides its text with the cell it stands in, whether it was closed or not.
    fn reveal(&mut self) {
        if self.hidden.as_ref().is_some_and(|(_, tables)| *tables > 0 && *tables >= self.open.len()) {
            self.hidden = None;
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(open) = self.open.last_mut() {
            open.in_row = false;
        }
    }

    fn end_group(&mut self) {
        self.end_row();
        if let Some(open) = self.open.last_mut() {
            open.group_hidden = false;
            open.table.end_group();
        }
    }

    fn end_table(&mut self) {
        self.end_group();
        let Some(Open { mut table, piece, .. }) = self.open.pop() else { return };
        table.finish();
        if !table.cells.is_empty() || !table.above.is_empty() {
            self.pieces[piece] = Piece::Table(Box::new(table));
        } else if piece + 1 == self.pieces.len() {
            self.pieces.pop();
        }
    }
}

/// Whether an element is a part of a table.
fn is_part(name: &[u8]) -> bool {
    matches!(name, b"tr" | b"td" | b"th" | b"thead" | b"tbody" | b"tfoot" | b"col" | b"colgroup")
}
