//! One sheet of a workbook while it is read: the places of its cells, which may be given or follow from the last.

use quick_xml::events::BytesStart;

use super::attribute;
use crate::model::grid::{Cell, Content};
use crate::model::merges::Merge;
use crate::model::place::At;
use crate::read::markup::spans::Reaching;
use crate::read::markup::style::{Format, Styles};
use crate::read::markup::{MAX_COLS, MAX_ROWS, MarkupSheet, because};
use crate::read::{Unreadable, is_error};

/// A sheet and where its next row, column and cell may stand.
#[derive(Debug)]
pub(super) struct Sheet {
    pub out: MarkupSheet,
    row: u32,
    next_row: u32,
    next_col: u32,
    next_described: u32,
    reaching: Reaching,
    /// Formats of whole columns, in ascending ranges, and of the row.
    columns: Vec<(u32, u32, Format)>,
    row_format: Option<Format>,
    cell: Option<OpenCell>,
}

#[derive(Debug)]
struct OpenCell {
    at: At,
    format: Format,
    formula: bool,
    /// Type and text of the data, if there is any.
    data: Option<(String, String)>,
}

impl Sheet {
    pub(super) fn new(name: String) -> Self {
        Self {
            out: MarkupSheet { name, visible: true, ..MarkupSheet::default() },
            row: 0,
            next_row: 0,
            next_col: 0,
            next_described: 0,
            reaching: Reaching::default(),
            columns: Vec::new(),
            row_format: None,
            cell: None,
        }
    }

    pub(super) fn column(&mut self, start: &BytesStart<'_>, styles: &Styles) -> Result<(), Unreadable> {
        let (first, last) = self.range(start, self.next_described, MAX_COLS)?;
        self.next_described = last + 1;
        if hidden(start)? {
            self.out.hidden_cols.push(first, last);
        }
        if let Some(style) = attribute(start, "StyleID")? {
            self.columns.push((first, last, styles.format(&style)));
        }
        Ok(())
    }

    pub(super) fn start_row(&mut self, start: &BytesStart<'_>, styles: &Styles) -> Result<(), Unreadable> {
        let (first, last) = self.range(start, self.next_row, MAX_ROWS)?;
        (self.row, self.next_row, self.next_col) = (first, last + 1, 0);
        if hidden(start)? {
            self.out.hidden_rows.push(first, last);
        }
        self.row_format = attribute(start, "StyleID")?.map(|style| styles.format(&style));
        Ok(())
    }

    pub(super) fn start_cell(&mut self, start: &BytesStart<'_>, styles: &Styles) -> Result<(), Unreadable> {
        let col = self.index(start, self.next_col, MAX_COLS)?;
        let last = At {
            row: self.beyond(self.row, number(start, "MergeDown")?, MAX_ROWS)?,
            col: self.beyond(col, number(start, "MergeAcross")?, MAX_COLS)?,
        };
        let at = At { row: self.row, col };
        let taken = self.reaching.taken(self.row, col).is_some()
            || self.reaching.next_taken(self.row, col).is_some_and(|taken| taken <= last.col);
        if taken {
            return Err(self.twice());
        }
        self.next_col = last.col + 1;
        if last.row > self.row {
            self.reaching.take((col, last.col), last.row + 1);
        }
        if last != at {
            self.out.merges.push(Merge { first: at, last });
        }
        let format = match attribute(start, "StyleID")? {
            Some(style) => styles.format(&style),
            None => self.row_format.unwrap_or_else(|| self.column_format(col)),
        };
        let formula = attribute(start, "Formula")?.is_some();
        self.cell = Some(OpenCell { at, format, formula, data: None });
        Ok(())
    }

    pub(super) fn start_data(&mut self, start: &BytesStart<'_>) -> Result<(), Unreadable> {
        let kind = attribute(start, "Type")?.unwrap_or_default().into_owned();
        if let Some(cell) = &mut self.cell
            && cell.data.replace((kind, String::new())).is_some()
        {
            return Err(self.twice());
        }
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some((_, data)) = self.cell.as_mut().and_then(|cell| cell.data.as_mut()) {
            data.push_str(text);
        }
    }

    pub(super) fn comment(&mut self) {
        self.out.comments += 1;
    }

    pub(super) fn end_cell(&mut self) -> Result<(), Unreadable> {
        let Some(OpenCell { at, format, formula, data }) = self.cell.take() else { return Ok(()) };
        let Some((kind, text)) = data else {
            self.out.uncached_formulas += u64::from(formula);
            return Ok(());
        };
        if text.trim().is_empty() {
            return Ok(());
        }
        let content = content(&kind, text, format).ok_or_else(|| {
            because(format!(
                "sheet \u{201c}{}\u{201d}, {}: the cell does not hold what it says",
                self.out.name,
                at.address(false)
            ))
        })?;
        self.out.cells.push(Cell { at, content });
        Ok(())
    }

    /// The format of a cell that has none, in a row that has none.
    fn column_format(&self, col: u32) -> Format {
        let after = self.columns.partition_point(|(first, ..)| *first <= col);
        let before = after.checked_sub(1).map(|index| self.columns[index]);
        before.filter(|(_, last, _)| col <= *last).map(|(.., format)| format).unwrap_or_default()
    }

    /// First and last of the rows or columns that an element describes.
    fn range(&self, start: &BytesStart<'_>, next: u32, end: u32) -> Result<(u32, u32), Unreadable> {
        let first = self.index(start, next, end)?;
        Ok((first, self.beyond(first, number(start, "Span")?, end)?))
    }

    /// The place of an element, from 0: the one it names, which must not lie behind, else the next.
    fn index(&self, start: &BytesStart<'_>, next: u32, end: u32) -> Result<u32, Unreadable> {
        let index = match attribute(start, "Index")? {
            None => next,
            Some(text) => match text.trim().parse::<u32>().ok().and_then(|index| index.checked_sub(1)) {
                Some(index) if index < next => return Err(self.twice()),
                Some(index) => index,
                None => return Err(self.too_far()),
            },
        };
        if index < end { Ok(index) } else { Err(self.too_far()) }
    }

    fn beyond(&self, first: u32, more: u32, end: u32) -> Result<u32, Unreadable> {
        first.checked_add(more).filter(|last| *last < end).ok_or_else(|| self.too_far())
    }

    fn twice(&self) -> Unreadable {
        because(format!("sheet \u{201c}{}\u{201d}: two cells claim the same place", self.out.name))
    }

    fn too_far(&self) -> Unreadable {
        because(format!("sheet \u{201c}{}\u{201d}: a cell lies where no sheet has one", self.out.name))
    }
}

fn hidden(start: &BytesStart<'_>) -> Result<bool, Unreadable> {
    Ok(attribute(start, "Hidden")?.is_some_and(|hidden| matches!(hidden.trim(), "1" | "true")))
}

/// A count of further rows or columns; what is no number is further than any sheet.
fn number(start: &BytesStart<'_>, name: &str) -> Result<u32, Unreadable> {
    Ok(attribute(start, name)?.map_or(0, |text| text.trim().parse().unwrap_or(u32::MAX)))
}

/// The content of a cell; `None` where the text is not of the type it claims.
fn content(kind: &str, text: String, format: Format) -> Option<Content> {
    Some(match kind {
        "Number" => format.number(text.trim().parse().ok()?),
        "DateTime" => format.date(&text),
        "Boolean" => match text.trim() {
            "1" | "true" => Content::Text("TRUE".into()),
            "0" | "false" => Content::Text("FALSE".into()),
            _ => return None,
        },
        "Error" => Content::Error(text.trim().into()),
        "String" | "" if is_error(&text) => Content::Error(text.into()),
        "String" | "" => Content::Text(text.into()),
        _ => return None,
    })
}
