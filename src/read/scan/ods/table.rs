//! One sheet of an .ods: where its rows, columns and cells stand when every repeat is counted.

use std::sync::Arc;

use super::super::SheetScan;
use super::cell::Cell;
use crate::model::hidden::Ranges;
use crate::model::merges::Merge;
use crate::model::place::At;

/// Rows and columns a sheet can have.
const ROWS: u64 = 1 << 20;
const COLS: u64 = 1 << 14;

/// More cells than this are a trap, not a return.
const CELLS: u64 = 100_000_000;

/// Errors, merged ranges, and cells that show another thing than their number, whose places are kept: without its
/// place one would be taken for a count.
const PLACES: u64 = 1_000_000;

#[derive(Debug, Default)]
pub(super) struct Table {
    pub scan: SheetScan,
    /// The row that comes next, or is open.
    row: u64,
    /// How many rows the open one stands for.
    row_repeats: u64,
    /// The cell that comes next in the open row.
    col: u64,
    /// The column that comes next in the list of columns.
    listed_col: u64,
    errors: u64,
    shown: u64,
    merges: u64,
    /// Whether its values were copied from another workbook.
    pub is_linked: bool,
}

impl Table {
    pub(super) fn named(name: String) -> Self {
        Self { scan: SheetScan { name, ..SheetScan::default() }, ..Self::default() }
    }

    pub(super) fn columns(&mut self, repeats: u64, hidden: bool) {
        if hidden {
            hide(&mut self.scan.hidden_cols, self.listed_col, repeats, COLS);
        }
        self.listed_col = self.listed_col.saturating_add(repeats);
    }

    pub(super) fn open_row(&mut self, repeats: u64, hidden: bool) {
        self.row_repeats = repeats;
        self.col = 0;
        if hidden {
            hide(&mut self.scan.hidden_rows, self.row, repeats, ROWS);
        }
    }

    pub(super) fn close_row(&mut self) {
        self.row = self.row.saturating_add(self.row_repeats);
    }

    pub(super) fn close_cell(&mut self, cell: &Cell) {
        let (left, cells) = (self.col, cell.repeats.saturating_mul(self.row_repeats));
        self.col = self.col.saturating_add(cell.repeats);
        let beyond = self.row.saturating_add(self.row_repeats) > ROWS || self.col > COLS;
        if cell.holds() {
            self.scan.cells = self.scan.cells.saturating_add(cells);
            if self.scan.cells > CELLS {
                self.distrust("its repeated cells come to more than 100 million");
            }
            if beyond {
                self.distrust("a cell stands beyond the last row or column");
            }
        }
        let (false, Ok(row), Ok(col)) = (beyond, u32::try_from(self.row), u32::try_from(left)) else { return };
        let first = At { row, col };
        if cell.is_uncalculated() {
            let (count, _) = self.scan.uncalculated.get_or_insert((0, first));
            *count = count.saturating_add(cells);
        }
        let places = || places(first, cell.repeats).take(usize::try_from(cells).unwrap_or(usize::MAX));
        if let Some(error) = cell.error() {
            self.errors = self.errors.saturating_add(cells);
            if self.errors > PLACES {
                self.distrust("its repeated errors come to more than a million");
            } else {
                self.scan.errors.extend(places().map(|at| (at, error.into())));
            }
        } else if let Some(shown) = cell.shown_instead() {
            self.shown = self.shown.saturating_add(cells);
            if self.shown > PLACES {
                self.distrust("its cells that show something else than they hold come to more than a million");
            } else {
                let shown: Arc<str> = shown.into();
                self.scan.shown.extend(places().map(|at| (at, Arc::clone(&shown))));
            }
        }
        if cell.spans != (1, 1) {
            self.merge(first, cell);
        }
    }

    /// Notes a merged range, as often as its cell and row are repeated beside and below each other.
    fn merge(&mut self, first: At, cell: &Cell) {
        let (rows, cols) = cell.spans;
        let down = if rows == 1 { self.row_repeats } else { 1 };
        let right = if cols == 1 { cell.repeats } else { 1 };
        self.merges = self.merges.saturating_add(down.saturating_mul(right));
        if self.merges > PLACES {
            return self.distrust("its merged ranges come to more than a million");
        }
        // Programs end what reaches beyond the sheet with the sheet.
        let last = |first: u32, more: u64, end: u64| {
            u32::try_from(u64::from(first).saturating_add(more).min(end) - 1).unwrap_or(first)
        };
        let ranges = places(first, right).take(usize::try_from(down.saturating_mul(right)).unwrap_or(usize::MAX));
        let ranges = ranges.filter_map(|first| {
            Merge::between(first, At { row: last(first.row, rows, ROWS), col: last(first.col, cols, COLS) })
        });
        self.scan.merges.extend(ranges);
    }

    /// The first reason is kept.
    pub(super) fn distrust(&mut self, why: &str) {
        self.scan.trouble.get_or_insert_with(|| why.to_owned());
    }

    pub(super) fn finish(self) -> SheetScan {
        self.scan
    }
}

/// Notes hidden rows or columns, as far as there are any.
fn hide(ranges: &mut Ranges, first: u64, repeats: u64, limit: u64) {
    let last = first.saturating_add(repeats).min(limit).saturating_sub(1);
    if let (Ok(first), Ok(last)) = (u32::try_from(first), u32::try_from(last)) {
        ranges.push(first, last);
    }
}

/// The places of a repeated cell, row by row without end.
fn places(first: At, cols: u64) -> impl Iterator<Item = At> {
    let cols = u32::try_from(cols).unwrap_or(u32::MAX);
    (first.row..).flat_map(move |row| (0..cols).map(move |col| At { row, col: first.col.saturating_add(col) }))
}
