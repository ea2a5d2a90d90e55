//! One sheet, or one CSV, as addressed cells with nothing interpreted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use super::hidden::Ranges;
use super::merges::{Merge, Merges};
use super::place::At;

/// What a cell holds, as the file stores it.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Text, untrimmed.
    Text(Box<str>),
    /// A finite number.
    Number(f64),
    /// A date; `shown` is the text its number format displays (`Oct-19`), ISO where the format is not known.
    Date { shown: Box<str> },
    /// A spreadsheet error such as `#REF!`: never text, never zero.
    Error(Box<str>),
}

/// A non-blank cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Absolute position in the sheet.
    pub at: At,
    /// What the file holds there.
    pub content: Content,
}

impl Content {
    /// A number where a text is nothing else, else the text.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Self::Number(number),
            _ => Self::Text(text.into()),
        }
    }
}

impl Cell {
    /// The text of the cell as given: what `raw_value` and `raw_labels` quote.
    #[must_use]
    pub fn raw(&self) -> Cow<'_, str> {
        match &self.content {
            Content::Text(text) | Content::Date { shown: text } | Content::Error(text) => Cow::Borrowed(text),
            Content::Number(number) => Cow::Owned(number.to_string()),
        }
    }
}

/// All non-blank cells of a sheet, by row and column.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Sheet name; empty for a CSV.
    pub sheet: Arc<str>,
    /// Whether addresses are line:field.
    pub csv: bool,
    cells: Vec<Cell>,
    merges: Merges,
    /// Rows and columns that the sheet does not show.
    hidden_rows: Ranges,
    hidden_cols: Ranges,
    /// Where each row's cells begin: sorted (row, index into `cells`).
    rows: Vec<(u32, usize)>,
    /// What the file holds in cells that a correction changed, or dropped: these are among `cells` no more.
    given: BTreeMap<At, Cell>,
}

impl Grid {
    /// Sorts the cells and drops those of white space only, which are blank to a reader.
    #[must_use]
    pub fn new(sheet: Arc<str>, csv: bool, mut cells: Vec<Cell>, merges: Merges) -> Self {
        cells.retain(|cell| !matches!(&cell.content, Content::Text(text) if text.trim().is_empty()));
        cells.sort_by_key(|cell| cell.at);
        let rows = row_starts(&cells);
        let (hidden_rows, hidden_cols) = (Ranges::default(), Ranges::default());
        Self { sheet, csv, cells, merges, hidden_rows, hidden_cols, rows, given: BTreeMap::new() }
    }

    /// Reads a cell as if it held something else; what it was given as stays known.
    pub fn set(&mut self, at: At, content: Content) {
        let Some(index) = self.find(at) else { return };
        let given = std::mem::replace(&mut self.cells[index], Cell { at, content });
        self.given.entry(at).or_insert(given);
    }

    /// Takes a cell out; what it was given as stays known.
    pub fn drop_cell(&mut self, at: At) {
        let Some(index) = self.find(at) else { return };
        let cell = self.cells.remove(index);
        self.given.entry(at).or_insert(cell);
        self.rows = row_starts(&self.cells);
    }

    /// A cell as the file holds it, whatever a correction made of it.
    #[must_use]
    pub fn as_given(&self, at: At) -> Option<&Cell> {
        self.given.get(&at).or_else(|| self.find(at).map(|index| &self.cells[index]))
    }

    /// Cells that a correction took out, as the file holds them.
    pub fn dropped(&self) -> impl Iterator<Item = &Cell> {
        self.given.values().filter(|cell| self.find(cell.at).is_none())
    }

    /// The grid with rows and columns that its sheet does not show. Their cells stay, so that a table which they cross
    /// can be seen to be one; they are never loaded (law 10).
    #[must_use]
    pub fn hiding(mut self, rows: Ranges, cols: Ranges) -> Self {
        (self.hidden_rows, self.hidden_cols) = (rows, cols);
        self
    }

    /// Whether a position lies in a row or column that the sheet does not show.
    #[must_use]
    pub fn is_hidden(&self, at: At) -> bool {
        self.hidden_rows.around(at.row).or(self.hidden_cols.around(at.col)).is_some()
    }

    /// Whether any row or column is hidden.
    #[must_use]
    pub fn hides(&self) -> bool {
        !self.hidden_rows.is_empty() || !self.hidden_cols.is_empty()
    }

    /// Every non-blank cell in reading order.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The merged range a position lies in.
    #[must_use]
    pub fn merge_at(&self, at: At) -> Option<Merge> {
        self.merges.at(at)
    }

    /// Index of the cell at a position.
    #[must_use]
    pub fn find(&self, at: At) -> Option<usize> {
        let row = self.row(at.row);
        let found = self.cells[row.clone()].binary_search_by_key(&at.col, |cell| cell.at.col).ok()?;
        Some(row.start + found)
    }

    /// Indices of a row's cells, left to right.
    #[must_use]
    pub fn row(&self, row: u32) -> Range<usize> {
        match self.rows.binary_search_by_key(&row, |(r, _)| *r) {
            Ok(found) => self.rows[found].1..self.rows.get(found + 1).map_or(self.cells.len(), |(_, next)| *next),
            Err(_) => 0..0,
        }
    }

    /// Indices of a row's cells between two columns, both included, left to right.
    #[must_use]
    pub fn row_within(&self, row: u32, columns: RangeInclusive<u32>) -> Range<usize> {
        let row = self.row(row);
        let cells = &self.cells[row.clone()];
        let first = cells.partition_point(|cell| cell.at.col < *columns.start());
        let last = cells.partition_point(|cell| cell.at.col <= *columns.end());
        row.start + first..row.start + last.max(first)
    }

    /// Rows that hold at least one cell, ascending.
    pub fn filled_rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows.iter().map(|(row, _)| *row)
    }

    /// Rows between two, both included, that hold at least one cell, ascending.
    pub fn filled_rows_within(&self, rows: RangeInclusive<u32>) -> impl Iterator<Item = u32> + '_ {
        let first = self.rows.partition_point(|(row, _)| row < rows.start());
        let last = self.rows.partition_point(|(row, _)| row <= rows.end());
        self.rows[first..last.max(first)].iter().map(|(row, _)| *row)
    }
}

/// Where each row's cells begin.
fn row_starts(cells: &[Cell]) -> Vec<(u32, usize)> {
    let mut rows: Vec<(u32, usize)> = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        if rows.last().is_none_or(|(row, _)| *row != cell.at.row) {
            rows.push((cell.at.row, index));
        }
    }
    rows
}
