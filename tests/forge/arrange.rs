//! Puts grids together: titles and notes, one grid below or beside another.

use crate::book::{Grid, Value};

/// Lines of text in the first column: a title, a footnote, a page of notes. An empty line is a
/// blank row.
pub fn lines<const N: usize>(texts: [&str; N]) -> Grid {
    let mut grid = Grid::default();
    for (row, text) in (0..).zip(texts) {
        if !text.is_empty() {
            grid.put(row, 0, text);
        }
    }
    grid
}

/// Labels in one column and their values in the next, with no header over them.
pub fn pairs<const N: usize>(rows: [(&str, Value); N]) -> Grid {
    let mut grid = Grid::default();
    for (row, (label, value)) in (0..).zip(rows) {
        grid.put(row, 0, label);
        grid.put(row, 1, value);
    }
    grid
}

/// A line of text directly above a table.
pub fn titled(title: &str, table: &Grid) -> Grid {
    let mut grid = lines([title]);
    grid.place(table, 1, 0);
    grid
}

/// A heading alone on its row, then what it heads. The heading is merged over the full width.
pub fn under_heading(heading: &str, below: &Grid) -> Grid {
    let mut grid = Grid::default();
    grid.put(0, 0, heading);
    grid.merge(0, 0, 1, below.width());
    grid.place(below, 1, 0);
    grid
}

/// One below the other, `gap` blank rows between.
pub fn stack<const N: usize>(gap: u32, grids: [Grid; N]) -> Grid {
    let mut whole = Grid::default();
    let mut row = 0;
    for grid in grids {
        whole.place(&grid, row, 0);
        row += grid.height() + gap;
    }
    whole
}

/// Side by side from the same row, `gap` blank columns between.
pub fn beside<const N: usize>(gap: u16, grids: [Grid; N]) -> Grid {
    let mut whole = Grid::default();
    let mut column = 0;
    for grid in grids {
        whole.place(&grid, 0, column);
        column += grid.width() + gap;
    }
    whole
}
