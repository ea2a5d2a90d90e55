//! Cuts a sheet into strips: the whole width of it, or, where tables stand side by side, the columns of each.
//!
//! Blank rows part the sheet into bands, blank columns part a band into segments. A segment is a table of its own only
//! if it brings its own labels; else a spacer column parts it from the rest of its table. Bands that are cut alike, or
//! not at all, make one strip: what its blank rows mean is decided later, row by row.

use super::columns;
use super::sheet::{Block, Sheet};
use crate::model::place::At;
use crate::model::term::DimensionSet;

/// The regions of a sheet, from top to bottom, each as its strips from left to right.
pub(super) fn regions(sheet: &Sheet<'_>) -> Vec<Vec<Block>> {
    let mut bands: Vec<Vec<Block>> =
        runs(sheet.grid.filled_rows()).map(|(top, bottom)| side_by_side(sheet, top, bottom)).collect();
    for at in (1..bands.len()).rev() {
        let (above, below) = bands.split_at_mut(at);
        if let Some(titled) = titles_over(sheet, &above[at - 1], &below[0]) {
            above[at - 1] = titled;
        }
    }
    let mut regions: Vec<Vec<Block>> = Vec::new();
    for strips in bands {
        match regions.last_mut() {
            Some(region) if goes_on(sheet, region, &strips) => extend(region, &strips),
            _ => regions.push(strips),
        }
    }
    regions
}

/// The tables of a band, each with its columns.
fn side_by_side(sheet: &Sheet<'_>, top: u32, bottom: u32) -> Vec<Block> {
    let block =
        |(left, right): (u32, u32)| Block { first: At { row: top, col: left }, last: At { row: bottom, col: right } };
    let mut used: Vec<u32> = sheet
        .grid
        .filled_rows_within(top..=bottom)
        .flat_map(|row| sheet.grid.row(row))
        .map(|i| sheet.at(i).col)
        .collect();
    used.sort_unstable();
    used.dedup();
    let mut strips: Vec<Block> = Vec::new();
    for segment in runs(used.into_iter()).map(block) {
        match strips.last_mut() {
            Some(left) if !stands_alone(sheet, *left, segment) => *left = left.with(segment),
            _ => strips.push(segment),
        }
    }
    strips
}

/// A band of nothing but texts, several on a row, cut as the tables side by side below it: each has its own title.
fn titles_over(sheet: &Sheet<'_>, band: &[Block], below: &[Block]) -> Option<Vec<Block>> {
    let [band] = band else { return None };
    let rows = sheet.rows(*band);
    let several = rows.iter().any(|row| sheet.row(*band, *row).len() > 1);
    let texts = rows.iter().flat_map(|row| sheet.row(*band, *row)).all(|index| !sheet.count_like(index));
    if below.len() < 2 || !several || !texts {
        return None;
    }
    let ends = below.iter().skip(1).map(|strip| strip.first.col - 1).chain([band.last.col.max(below.last()?.last.col)]);
    let starts = [band.first.col.min(below[0].first.col)].into_iter().chain(below.iter().skip(1).map(|s| s.first.col));
    let part = |(left, right): (u32, u32)| Block {
        first: At { row: band.first.row, col: left },
        last: At { row: band.last.row, col: right },
    };
    Some(starts.zip(ends).map(part).collect())
}

/// Rows of a band in which a header is looked for: titles may stand above it.
const FIRST_ROWS: usize = 4;

/// What the columns of a segment hold, below its first row.
struct Contents {
    /// Counts anywhere.
    counts: bool,
    /// Words stand before the counts of most rows.
    labelled: bool,
    /// One of the first rows names dimensions, and the numbers below are labels of them.
    list: bool,
}

fn contents(sheet: &Sheet<'_>, block: Block) -> Contents {
    let (mut counted, mut labelled) = (0, 0);
    let mut headers: Vec<(u32, DimensionSet)> = Vec::new();
    let mut counted_header = false;
    let mut only_labels = true;
    let numbers_label = numbers_label(sheet, block);
    for (at, row) in sheet.rows(block).into_iter().enumerate() {
        let mut cells = sheet.row(block, row);
        let heading = |index: usize| (sheet.at(index).col, sheet.words(index).header_of);
        counted_header |= at < FIRST_ROWS && cells.clone().any(|index| sheet.words(index).count_header);
        if at < FIRST_ROWS && headers.is_empty() {
            headers = cells.clone().map(heading).filter(|(_, header_of)| !header_of.is_empty()).collect();
        } else {
            only_labels &= cells.clone().filter(|index| sheet.number(*index).is_some()).all(|index| {
                let header = headers.iter().find(|(col, _)| *col == sheet.at(index).col);
                header.is_some_and(|(_, header_of)| !sheet.words(index).label_of.and(*header_of).is_empty())
            });
        }
        let Some(first) = cells.next() else { continue };
        let words_label = !sheet.may_count(first) && !sheet.words(first).share && !sheet.is_mark(first);
        let is_label = words_label || numbers_label && sheet.at(first).col == block.first.col;
        if cells.any(|index| sheet.count_like(index)) {
            counted += 1;
            labelled += usize::from(is_label);
        } else if !is_label && sheet.count_like(first) {
            counted += 1;
        }
    }
    // Each column of a list speaks of something else.
    let apart = headers.iter().enumerate().all(|(at, (_, of))| headers[..at].iter().all(|(_, other)| other != of));
    let list = !headers.is_empty() && apart && only_labels && !counted_header;
    Contents { counts: counted > 0, labelled: labelled * 2 > counted, list }
}

/// Whether the leftmost column holds years or ages as labels: below a blank corner, each once.
fn numbers_label(sheet: &Sheet<'_>, block: Block) -> bool {
    let rows = sheet.rows(block);
    let counted = |row: &u32| sheet.row(block, *row).skip(1).any(|index| sheet.count_like(index));
    let Some(first) = rows.iter().position(counted).filter(|first| *first > 0) else { return false };
    let left = |row: u32| sheet.grid.find(At { row, col: block.first.col });
    let cells: Vec<usize> = rows[first..].iter().filter_map(|row| left(*row)).collect();
    left(rows[first - 1]).is_none() && columns::are_labels(sheet, &cells)
}

/// Whether the right segment is a table beside the left one.
fn stands_alone(sheet: &Sheet<'_>, left: Block, right: Block) -> bool {
    let (left, right) = (contents(sheet, left), contents(sheet, right));
    left.counts && right.counts && right.labelled || left.counts && !left.list && right.list
}

/// Whether the strips of a band go on with those of the region above.
fn goes_on(sheet: &Sheet<'_>, region: &[Block], strips: &[Block]) -> bool {
    if region.len() == 1 && strips.len() == 1 {
        return true;
    }
    let overlapping = |strip: &Block| region.iter().filter(|above| above.shares_columns(*strip)).count();
    let is_prose =
        |strip: &Block| strips.len() == 1 && sheet.rows(*strip).iter().all(|row| sheet.row(*strip, *row).len() == 1);
    region.len() > 1 && strips.iter().all(|strip| overlapping(strip) == 1 && !is_prose(strip))
}

fn extend(region: &mut [Block], strips: &[Block]) {
    for strip in strips {
        if let Some(above) = region.iter_mut().find(|above| above.shares_columns(*strip)) {
            *above = above.with(*strip);
        }
    }
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
