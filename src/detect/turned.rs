//! The same table lying on its side: what stands in rows and what in columns change places.
//!
//! Every rule for rows thereby holds for columns too: header words in the first columns, `of which` columns, a column
//! of shares per row. A table is turned only when reading it upright leaves figures open.

use super::sheet::{Block, Sheet};
use crate::model::because::{Because, Says};
use crate::model::grid::{Cell, Grid};
use crate::model::merges::{Merge, Merges};
use crate::model::place::At;
use crate::model::table::Table;

/// A block whose rows have become columns.
pub(super) struct Turned {
    pub grid: Grid,
    /// For each cell its index in the sheet.
    pub cells: Vec<usize>,
}

pub(super) fn turned(sheet: &Sheet<'_>, block: Block) -> Turned {
    let mut cells: Vec<usize> = sheet.rows(block).into_iter().flat_map(|row| sheet.row(block, row)).collect();
    cells.sort_by_key(|index| swapped(sheet.at(*index)));
    let merge = |index: &usize| {
        let at = sheet.at(*index);
        let merge = sheet.grid.merge_at(at).filter(|merge| merge.first == at)?;
        Merge::between(swapped(merge.first), swapped(merge.last))
    };
    let merges = Merges::new(cells.iter().filter_map(merge).collect());
    let cell = |index: &usize| {
        let cell = &sheet.grid.cells()[*index];
        Cell { at: swapped(cell.at), content: cell.content.clone() }
    };
    let grid = Grid::new(sheet.grid.sheet.clone(), sheet.grid.csv, cells.iter().map(cell).collect(), merges);
    Turned { grid, cells }
}

/// The place where a cell stands once rows and columns have changed places.
pub(super) fn swapped(at: At) -> At {
    At { row: at.col, col: at.row }
}

/// A table of the turned block, as it stands in the sheet.
pub(super) fn back(mut table: Table) -> Table {
    (table.first, table.last) = (swapped(table.first), swapped(table.last));
    for value in &mut table.values {
        value.at = swapped(value.at);
    }
    for figure in &mut table.figures {
        figure.at = swapped(figure.at);
    }
    let of_values = table.values.iter_mut().map(|value| &mut value.labels);
    for label in of_values.chain(table.figures.iter_mut().map(|figure| &mut figure.labels)).flatten() {
        label.at = swapped(label.at);
    }
    for reason in &mut table.why {
        if let Because::Labels { stands, says, .. } = reason {
            *stands = stands.turned();
            if let Says::Header { at, .. } = says {
                *at = swapped(*at);
            }
        }
    }
    table
}
