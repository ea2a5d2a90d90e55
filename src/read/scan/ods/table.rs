//! One sheet of an .ods: where its rows, columns and cells stand when every repeat is counted.

use super::super::SheetScan;
use super::super::runs::Runs;
use super::cell::Cell;
use crate::model::place::At;

/// Rows and columns a sheet can have.
const ROWS: u64 = 1 << 20;
const COLS: u64 = 1 << 14;

/// More cells than this are a trap, not a return.
const CELLS: u64 = 100_000_000;

/// Errors, and percentages, whose places are kept: without its place one would be taken for a count.
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
    percentages: u64,
    hidden_rows: Runs,
    hidden_cols: Runs,
    /// Whether its values were copied from another workbook.
    pub is_linked: bool,
}

impl Table {
    pub(super) fn named(name: String) -> Self {
        Self { scan: SheetScan { name, ..SheetScan::default() }, ..Self::default() }
    }

    pub(super) fn columns(&mut self, repeats: u64, hidden: bool) {
        if hidden {
            run(&mut self.hidden_cols, self.listed_col, repeats, COLS);
        }
        self.listed_col = self.listed_col.saturating_add(repeats);
    }

    pub(super) fn open_row(&mut self, repeats: u64, hidden: bool) {
        self.row_repeats = repeats;
        self.col = 0;
        if hidden {
            run(&mut self.hidden_rows, self.row, repeats, ROWS);
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
        }
        if cell.is_percentage && cell.holds() {
            self.percentages = self.percentages.saturating_add(cells);
            if self.percentages > PLACES {
                self.distrust("its repeated percentages come to more than a million");
            } else {
                self.scan.percent.extend(places());
            }
        }
    }

    /// The first reason is kept.
    pub(super) fn distrust(&mut self, why: &str) {
        self.scan.trouble.get_or_insert_with(|| why.to_owned());
    }

    pub(super) fn finish(mut self) -> SheetScan {
        self.scan.hidden_rows = self.hidden_rows.finish();
        self.scan.hidden_cols = self.hidden_cols.finish();
        self.scan
    }
}

/// Notes a run of hidden rows or columns, as far as there are any.
fn run(runs: &mut Runs, first: u64, repeats: u64, limit: u64) {
    let last = first.saturating_add(repeats).min(limit).saturating_sub(1);
    if let (Ok(first), Ok(last)) = (u32::try_from(first), u32::try_from(last))
        && first <= last
    {
        runs.push(first, last);
    }
}

/// The places of a repeated cell, row by row without end.
fn places(first: At, cols: u64) -> impl Iterator<Item = At> {
    let cols = u32::try_from(cols).unwrap_or(u32::MAX);
    (first.row..).flat_map(move |row| (0..cols).map(move |col| At { row, col: first.col.saturating_add(col) }))
}
