//! Draws lines that stand for cases: no counts, and a blank label is an empty cell.

use crate::book::{Grid, Value};
use crate::table::Table;

/// One case a line under a header row: a constant first column, then the labels of the one table.
/// Only labels that the table itself crosses share a line.
pub fn record(constant: (&str, &str), table: &Table) -> Grid {
    let mut grid = Grid::default();
    grid.put(0, 0, constant.0);
    for (column, header) in (1..).zip(&table.headers) {
        grid.put(0, column, header.as_str());
    }
    for (row, labels) in (1..).zip(cases(table)) {
        grid.put(row, 0, constant.1);
        put_labels(&mut grid, row, 1, labels);
    }
    grid
}

/// Columns that do not belong together: each holds one table's labels in their own order, empty
/// cells last, so that what stands on one row means nothing.
pub fn lists<const N: usize>(tables: [&Table; N]) -> Grid {
    let mut grid = Grid::default();
    for (column, table) in (0..).zip(tables) {
        assert_eq!(table.headers.len(), 1, "a list holds one label a line");
        grid.put(0, column, table.headers[0].as_str());
        for (row, labels) in (1..).zip(cases(table)) {
            put_labels(&mut grid, row, column, labels);
        }
    }
    grid
}

/// The same lines with a running number `1..=count` before them.
pub fn numbered(header: &str, count: u32, lines: &Grid) -> Grid {
    let mut grid = Grid::default();
    grid.put(0, 0, header);
    for row in 1..=count {
        grid.put(row, 0, row);
    }
    grid.place(lines, 0, 1);
    grid
}

/// The labels of each line, as often as it counts. Tables keep blank labels last, and so do these.
fn cases(table: &Table) -> impl Iterator<Item = &[String]> {
    let lines = table.lines.iter();
    lines.flat_map(|line| (0..line.count).map(|_| line.labels.as_slice()))
}

fn put_labels(grid: &mut Grid, row: u32, first: u16, labels: &[String]) {
    for (column, label) in (first..).zip(labels) {
        if !label.is_empty() {
            grid.put(row, column, Value::label(label));
        }
    }
}
