//! Cuts a sheet into blocks at its blank rows and columns (the recursive X-Y cut known from page layout analysis),
//! then joins what only a spacer row or column parts.

use super::shape::{self, BlockKind};
use super::sheet::{Block, Sheet};
use crate::model::place::At;

/// The blocks of a sheet, from top to bottom and left to right.
pub(super) fn find(sheet: &Sheet<'_>) -> Vec<Block> {
    let columns = sheet.grid.cells().iter().map(|cell| cell.at.col);
    let (Some(left), Some(right)) = (columns.clone().min(), columns.max()) else { return Vec::new() };
    let rows = sheet.grid.filled_rows();
    let Some((top, bottom)) = rows.fold(None, |ends: Option<(u32, u32)>, row| Some((ends.map_or(row, |e| e.0), row)))
    else {
        return Vec::new();
    };
    cut(sheet, Block { first: At { row: top, col: left }, last: At { row: bottom, col: right } })
}

fn cut(sheet: &Sheet<'_>, block: Block) -> Vec<Block> {
    let bands = by_rows(sheet, block);
    let mut found: Vec<Block> = Vec::new();
    for band in &bands {
        let segments = by_columns(sheet, *band);
        let whole = bands.len() == 1 && segments.len() == 1;
        let mut row: Vec<Block> = Vec::new();
        for segment in segments {
            match row.last_mut() {
                Some(left) if spacer_column(sheet, *left, segment) => *left = left.with(segment),
                _ if whole => row.push(segment),
                _ => row.extend(cut(sheet, segment)),
            }
        }
        for part in row {
            let above =
                found.iter().rposition(|other| other.first.col <= part.last.col && part.first.col <= other.last.col);
            match above {
                Some(above) if spacer_row(sheet, found[above], part) => found[above] = found[above].with(part),
                _ => found.push(part),
            }
        }
    }
    found
}

/// Bands of rows between blank rows, each as wide as the block.
fn by_rows(sheet: &Sheet<'_>, block: Block) -> Vec<Block> {
    runs(sheet.rows(block).into_iter())
        .map(|(top, bottom)| Block {
            first: At { row: top, col: block.first.col },
            last: At { row: bottom, col: block.last.col },
        })
        .collect()
}

/// Segments of a band between blank columns, each as high as the band.
fn by_columns(sheet: &Sheet<'_>, band: Block) -> Vec<Block> {
    let mut used = vec![false; (band.last.col - band.first.col + 1) as usize];
    for row in sheet.rows(band) {
        for index in sheet.row(band, row) {
            used[(sheet.at(index).col - band.first.col) as usize] = true;
        }
    }
    let filled = (band.first.col..=band.last.col).zip(used).filter(|(_, used)| *used).map(|(col, _)| col);
    runs(filled)
        .map(|(left, right)| Block {
            first: At { row: band.first.row, col: left },
            last: At { row: band.last.row, col: right },
        })
        .collect()
}

/// Runs of consecutive numbers.
fn runs(numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = (u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match out.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => out.push((number, number)),
        }
    }
    out.into_iter()
}

/// Whether the right block is only counts that need the left one's labels.
fn spacer_column(sheet: &Sheet<'_>, left: Block, right: Block) -> bool {
    let shape = shape::of(sheet, right);
    let same_end = sheet.rows(left).last() == sheet.rows(right).last();
    shape.kind == BlockKind::Counts && shape.labels().next().is_none() && same_end
}

/// Whether the lower block goes on with the upper one's columns: more rows, a total, or a section of a list of figures.
fn spacer_row(sheet: &Sheet<'_>, above: Block, below: Block) -> bool {
    if below.first.col != above.first.col || below.last.col > above.last.col {
        return false;
    }
    let (upper, lower) = (shape::of(sheet, above), shape::of(sheet, below));
    if !lower.headers.is_empty() {
        return false;
    }
    let section = |row: &u32| {
        let first = sheet.row(below, *row).next();
        first.is_some_and(|index| !sheet.words(index).header_of.is_empty())
    };
    match (upper.kind, lower.kind) {
        (BlockKind::Counts, BlockKind::Counts) => match lower.titles.as_slice() {
            [] => lower.columns.iter().all(|column| upper.columns.iter().any(|other| other.col == column.col)),
            [only] => upper.headers.is_empty() && section(only),
            _ => false,
        },
        // Lines go on after a blank row; a note does not fill the columns.
        (BlockKind::Lines, BlockKind::Text) => lower.titles.is_empty() && below.last.col > below.first.col,
        _ => false,
    }
}
