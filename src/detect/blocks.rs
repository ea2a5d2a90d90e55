//! Cuts a sheet into strips: the whole width of it, or, where tables stand side by side, the columns of each.
//!
//! Blank rows part the sheet into bands, blank columns part a band into segments. A segment is a table of its own only
//! if it brings its own labels; else a spacer column parts it from the rest of its table. Bands that are cut alike, or
//! not at all, make one strip: what its blank rows mean is decided later, row by row.

use std::collections::BTreeSet;

use super::columns;
use super::headers;
use super::sheet::{Block, Sheet};
use crate::model::place::At;
use crate::model::term::DimensionSet;

/// The regions of a sheet, from top to bottom, each as its strips from left to right.
pub(super) fn regions(sheet: &Sheet<'_>) -> Vec<Vec<Block>> {
    let runs = runs(sheet.grid.filled_rows()).flat_map(|run| without_notes_below(sheet, run));
    let mut bands: Vec<Vec<Block>> = runs.map(|(top, bottom)| side_by_side(sheet, top, bottom)).collect();
    for at in (1..bands.len()).rev() {
        let (above, below) = bands.split_at_mut(at);
        if let Some(parts) = heads_over(sheet, &above[at - 1], &below[0]) {
            above[at - 1] = parts;
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

/// A run of rows, and those at its end apart that hold one text each in a column where nothing else of the run
/// stands: notes under another table that touch the last row of this one.
fn without_notes_below(sheet: &Sheet<'_>, (top, bottom): (u32, u32)) -> Vec<(u32, u32)> {
    let cells = |row: u32| sheet.grid.row(row);
    let lone = |row: u32| {
        let cells = cells(row);
        (cells.len() == 1 && !sheet.may_be_figure(cells.start)).then(|| sheet.at(cells.start).col)
    };
    let notes = (top..=bottom).rev().take_while(|row| lone(*row).is_some()).count();
    let above = bottom.checked_sub(u32::try_from(notes).unwrap_or(u32::MAX));
    let Some(last) = above.filter(|last| notes > 0 && *last >= top) else { return vec![(top, bottom)] };
    let used: BTreeSet<u32> = (top..=last).flat_map(cells).map(|index| sheet.at(index).col).collect();
    if (last + 1..=bottom).filter_map(lone).all(|col| !used.contains(&col)) {
        return vec![(top, last), (last + 1, bottom)];
    }
    vec![(top, bottom)]
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
    let mut segments: Vec<Block> = runs(used.into_iter()).map(block).collect();
    // Labels belong to the counts to their right.
    for at in (1..segments.len()).rev() {
        let (labels, counts) = (contents(sheet, segments[at - 1]), contents(sheet, segments[at]));
        if !labels.counts && !labels.list && counts.counts && !counts.labelled {
            segments[at - 1] = segments[at - 1].with(segments[at]);
            segments.remove(at);
        }
    }
    let mut strips: Vec<Block> = Vec::new();
    for segment in segments {
        match strips.last_mut() {
            Some(left) if !stands_alone(sheet, *left, segment) => *left = left.with(segment),
            _ => strips.push(segment),
        }
    }
    strips
}

/// A band of titles or headers that a blank row parts from what it heads is cut as the band below it.
fn heads_over(sheet: &Sheet<'_>, band: &[Block], below: &[Block]) -> Option<Vec<Block>> {
    let whole = band.iter().copied().reduce(Block::with)?;
    let under = below.iter().copied().reduce(Block::with)?;
    let rows = sheet.rows(whole);
    let mut cells = rows.iter().flat_map(|row| sheet.row(whole, *row));
    let several = rows.iter().any(|row| sheet.row(whole, *row).len() > 1);
    let texts = cells.all(|index| !sheet.count_like(index));
    let heads = rows.len() <= headers::MOST && whole.last.col <= under.last.col && {
        let both = whole.with(under);
        let all: Vec<u32> = sheet.rows(both).into_iter().take(rows.len() + headers::MOST).collect();
        let titles = rows.iter().take_while(|row| headers::is_lone_text(sheet, both, **row)).count();
        let head = |at: usize| headers::is_header(sheet, both, &all, at, &all[titles..at]);
        titles < rows.len() && (titles..rows.len()).all(head)
    };
    if band.len() == below.len() || !several || !(heads || texts && below.len() > 1) {
        return None;
    }
    let starts = below.iter().enumerate().map(|(at, strip)| match at {
        0 => whole.first.col.min(strip.first.col),
        _ => strip.first.col,
    });
    let ends = below.iter().skip(1).map(|strip| strip.first.col - 1).chain([whole.last.col.max(under.last.col)]);
    let part = |(left, right): (u32, u32)| Block {
        first: At { row: whole.first.row, col: left },
        last: At { row: whole.last.row, col: right },
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
    /// What header words in the first rows name.
    speaks: DimensionSet,
    /// One of the first rows names dimensions, and the numbers below are labels of them.
    list: bool,
}

fn contents(sheet: &Sheet<'_>, block: Block) -> Contents {
    let (mut counted, mut labelled) = (0, 0);
    let mut headers: Vec<(u32, DimensionSet)> = Vec::new();
    let mut counted_header = false;
    let mut only_labels = true;
    let rows = sheet.rows(block);
    let titles = rows.iter().take_while(|row| headers::is_lone_text(sheet, block, **row)).count();
    let mut heads = titles..titles;
    let more = |heads: &std::ops::Range<usize>| heads.len() < headers::MOST && heads.end < rows.len();
    while more(&heads) && headers::is_header(sheet, block, &rows, heads.end, &rows[heads.clone()]) {
        heads.end += 1;
    }
    let numbers_label = numbers_label(sheet, block, heads.end);
    for (at, row) in rows.iter().copied().enumerate() {
        let mut cells = sheet.row(block, row);
        let heading = |index: usize| (sheet.at(index).col, sheet.words(index).header_of);
        counted_header |= at < FIRST_ROWS && cells.clone().any(|index| sheet.words(index).count_header);
        if at < FIRST_ROWS && headers.is_empty() {
            headers = cells.clone().map(heading).filter(|(_, header_of)| !header_of.is_empty()).collect();
        } else {
            // What else would a number be, and what is known to be a label of something else.
            let telling = |index: &usize| sheet.number(*index).is_some() || !sheet.words(*index).label_of.is_empty();
            only_labels &= cells.clone().filter(telling).all(|index| {
                let header = headers.iter().find(|(col, _)| *col == sheet.at(index).col);
                header.is_some_and(|(_, header_of)| !sheet.words(index).label_of.and(*header_of).is_empty())
            });
        }
        let Some(first) = cells.next() else { continue };
        let words_label = !sheet.may_be_figure(first) && !sheet.words(first).share && !sheet.is_mark(first);
        let is_label = words_label || numbers_label && sheet.at(first).col == block.first.col;
        if heads.contains(&at) {
            continue;
        }
        if cells.any(|index| sheet.count_like(index)) {
            counted += 1;
            labelled += usize::from(is_label);
        } else if !is_label && sheet.count_like(first) {
            counted += 1;
        }
    }
    // Each column of a list speaks of something else.
    let refines = |col: u32| {
        rows.iter()
            .take(FIRST_ROWS)
            .any(|row| sheet.grid.find(At { row: *row, col }).is_some_and(|index| sheet.words(index).refining))
    };
    let own: Vec<DimensionSet> = headers.iter().filter(|(col, _)| !refines(*col)).map(|(_, of)| *of).collect();
    let apart = own.iter().enumerate().all(|(at, of)| !own[..at].contains(of));
    let list = !headers.is_empty() && apart && only_labels && !counted_header;
    let speaks = headers.iter().fold(DimensionSet::default(), |all, (_, of)| DimensionSet(all.0 | of.0));
    Contents { counts: counted > 0, labelled: labelled * 2 > counted, speaks, list }
}

/// Whether the leftmost column holds years or ages as labels, below so many headers: under a blank corner or a header
/// that names them, each once.
fn numbers_label(sheet: &Sheet<'_>, block: Block, heads: usize) -> bool {
    let rows = sheet.rows(block);
    let counted = |row: &u32| sheet.row(block, *row).skip(1).any(|index| sheet.count_like(index));
    // A row of ages may head the columns.
    let Some(first) = rows.iter().skip(heads).position(counted).map(|at| heads + at) else { return false };
    let left = |row: u32| sheet.grid.find(At { row, col: block.first.col });
    if first == 0 {
        // The headers stand above a blank row: only years are plain.
        let numbers = || rows.iter().filter_map(|row| left(*row)).filter_map(|index| sheet.number(index));
        return numbers().nth(1).is_some() && numbers().all(headers::is_year);
    }
    let cells: Vec<usize> = rows[first..].iter().filter_map(|row| left(*row)).collect();
    // Below a section, what heads the column stands above that.
    let above =
        rows[..first].iter().rev().find(|row| !headers::is_lone_text(sheet, block, **row) || left(**row).is_none());
    let Some(above) = above.copied() else { return false };
    if left(above).is_some() && sheet.row(block, above).len() < 2 {
        return false;
    }
    let header = left(above).map(|header| sheet.words(header).header_of);
    let named = |of: DimensionSet| {
        cells.iter().all(|index| sheet.number(*index).is_none() || !sheet.words(*index).label_of.and(of).is_empty())
    };
    header.is_none_or(|of| !of.is_empty() && named(of)) && columns::are_labels(sheet, &cells)
}

/// Whether the right segment is a table beside the left one.
fn stands_alone(sheet: &Sheet<'_>, left: Block, right: Block) -> bool {
    let (left, right) = (contents(sheet, left), contents(sheet, right));
    // `Victim age` over ages and, a column on, `Platform` over platforms.
    let apart = !left.speaks.is_empty() && !right.speaks.is_empty() && left.speaks.and(right.speaks).is_empty();
    let both = (left.counts || left.list) && right.counts;
    both && (right.labelled || apart && !left.labelled && !left.list && !right.list)
        || left.counts && !left.list && right.list
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
