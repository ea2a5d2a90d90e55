//! One sheet of what stands on a page: text in column A, tables below one another, in their order.

use super::table::Table;
use super::{MAX_ROWS, MarkupSheet, because};
use crate::container::Unreadable;
use crate::model::grid::{Cell, Content};
use crate::model::merges::Merge;
use crate::model::place::At;

/// What stands on a page between its beginning and its end.
#[derive(Debug)]
pub(super) enum Piece {
    Text(String),
    Table(Box<Table>),
    /// A table that is still open, or held nothing.
    Nothing,
}

/// Lays the pieces out. A blank row parts a table from all else, so that a note below is no row of it.
pub(super) fn laid_out(pieces: Vec<Piece>) -> Result<MarkupSheet, Unreadable> {
    let tables = pieces.iter().filter(|piece| matches!(piece, Piece::Table(_))).count();
    let texts = pieces.iter().any(|piece| matches!(piece, Piece::Text(_)));
    let mut sheet = MarkupSheet::default();
    let mut top = 0;
    for piece in pieces {
        match piece {
            Piece::Nothing => {}
            Piece::Text(text) => write(&mut sheet, &mut top, text)?,
            Piece::Table(mut table) => {
                for text in std::mem::take(&mut table.above) {
                    write(&mut sheet, &mut top, text)?;
                }
                // A hidden column is one of the sheet only where the table is all there is.
                if tables == 1 && !texts && top == 0 {
                    sheet.hidden_cols = std::mem::take(&mut table.hidden_cols);
                }
                top = below(&mut sheet, *table, top)?;
            }
        }
    }
    Ok(sheet)
}

/// Writes a line of text.
fn write(sheet: &mut MarkupSheet, top: &mut u32, text: String) -> Result<(), Unreadable> {
    if *top >= MAX_ROWS {
        return Err(too_long());
    }
    sheet.cells.push(Cell { at: At { row: *top, col: 0 }, content: Content::Text(text.into()) });
    *top += 1;
    Ok(())
}

/// Adds a table below what is there; gives the row after the blank one below it.
fn below(sheet: &mut MarkupSheet, table: Table, top: u32) -> Result<u32, Unreadable> {
    let ends_with_text = sheet.cells.last().is_some_and(|cell| cell.at.row + 1 == top);
    let top = if ends_with_text { top + 1 } else { top };
    if top.saturating_add(table.rows) > MAX_ROWS {
        return Err(too_long());
    }
    let down = |at: At| At { row: at.row + top, col: at.col };
    for Cell { at, content } in table.cells {
        if table.hidden_cols.around(at.col).is_some() {
            sheet.hidden_cells += 1;
        } else {
            sheet.cells.push(Cell { at: down(at), content });
        }
    }
    sheet.merges.extend(table.merges.iter().map(|m| Merge { first: down(m.first), last: down(m.last) }));
    for (first, last) in table.hidden_rows.iter() {
        sheet.hidden_rows.push(first + top, last + top);
    }
    Ok(top + table.rows + 1)
}

fn too_long() -> Unreadable {
    because("the page has more rows than a sheet")
}
