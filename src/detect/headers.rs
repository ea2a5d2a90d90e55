//! Which rows head a table: header words, labels over counts, and numbers that are labels (years, ages) over numbers
//! that are none.

use std::collections::HashSet;

use super::sheet::{Block, Sheet};
use crate::model::place::At;
use crate::model::term::DimensionSet;

/// Header rows a table may have.
pub(super) const MOST: usize = 6;
/// Rows below a text in which counts are looked for.
const LOOK_AHEAD: usize = 4;

/// Whether a row holds nothing but one text: a title, a note, a section, or a header over everything below.
pub(super) fn is_lone_text(sheet: &Sheet<'_>, block: Block, row: u32) -> bool {
    let cells = sheet.row(block, row);
    cells.len() == 1 && !sheet.count_like(cells.start)
}

/// Whether a lone text speaks of what is below it as a whole. A text that spans the columns with a header word, or
/// stands over the columns of a header row, heads them instead.
pub(super) fn is_title(sheet: &Sheet<'_>, block: Block, rows: &[u32], at: usize) -> bool {
    let row = rows[at];
    if !is_lone_text(sheet, block, row) {
        return false;
    }
    let only = sheet.row(block, row).start;
    let (place, words) = (sheet.at(only), sheet.words(only));
    let spans = sheet.grid.merge_at(place).is_some_and(|merge| merge.last.col > place.col);
    if spans && !words.header_of.is_empty() {
        return false;
    }
    // `Number` over nothing but counts.
    let over_counts = || {
        let below = rows[at + 1..].iter().take(MOST + 2);
        below.flat_map(|row| sheet.row(block, *row)).any(|i| sheet.at(i).col >= place.col && sheet.may_be_figure(i))
    };
    if place.col > block.first.col && (words.count_header || words.percent) && over_counts() {
        return false;
    }
    let Some(next) = rows.get(at + 1).filter(|next| **next == row + 1) else { return true };
    // `Total offences` over its one figure.
    let figure = sheet.row(block, *next);
    if (words.total || words.count_header)
        && figure.len() == 1
        && sheet.at(figure.start).col == place.col
        && sheet.count_like(figure.start)
    {
        return false;
    }
    // A list of one column: its header word, then labels of that dimension.
    let below = sheet.row(block, *next);
    let heads_list = below.len() == 1
        && sheet.at(below.start).col == place.col
        && !sheet.words(below.start).label_of.and(words.header_of).is_empty();
    // `Year` over the second column of a row of years.
    let offset = place.col > block.first.col && below.len() > 1;
    !(heads_list || offset && is_header(sheet, block, rows, at + 1, &[row]))
}

/// Whether the row at an index of a block's rows heads the columns below it, given the header rows found above it.
pub(super) fn is_header(sheet: &Sheet<'_>, block: Block, all: &[u32], at: usize, headers: &[u32]) -> bool {
    let rows = &all[at..];
    let cells = sheet.row(block, rows[0]);
    let spans = |index: usize| sheet.grid.merge_at(sheet.at(index));
    if let Some(above) = headers.last() {
        let above = sheet.row(block, *above);
        // A header merged downwards heads this row too.
        if above.clone().any(|index| spans(index).is_some_and(|merge| merge.last.row >= rows[0])) {
            return true;
        }
        let wide = above.clone().any(|index| spans(index).is_some_and(|merge| merge.last.col > merge.first.col));
        // One header word over each of several columns heads them all, as a merged one does.
        let mut names = above.clone().map(|index| sheet.words(index));
        let first = names.next().filter(|words| above.len() > 1 && !words.header_of.is_empty());
        let same = first.is_some_and(|first| names.all(|words| words.normal == first.normal));
        if above.len() >= width(sheet, block, rows) && !wide && !same {
            return false;
        }
    }
    if rows.len() == 1 {
        return false;
    }
    if cells.clone().any(|index| sheet.count_like(index)) {
        return numbers_head(sheet, block, all, at, headers);
    }
    let any_header =
        cells.clone().any(|index| sheet.words(index).is_header() || cells.len() == 1 && sheet.words(index).total);
    // `Charged | <5 | <5`: what may be ages may be counts too.
    // Shares and marks aside, the last cell of a row of figures is one; `1 to 4` or `<5` may be an age elsewhere.
    let aside = |index: &usize| sheet.words(*index).share || sheet.is_mark(*index);
    let figure_last = cells.clone().rev().find(|index| !aside(index)).is_some_and(|i| sheet.words(i).bounds.is_some());
    let names = cells.clone().any(|index| !sheet.words(index).header_of.is_empty());
    let mut tokens = HashSet::new();
    let mut bounds = cells.clone().filter(|index| sheet.words(*index).bounds.is_some());
    let twice = bounds.any(|index| !tokens.insert(sheet.words(index).normal.as_str()));
    if cells.len() > 1 && figure_last && (!any_header || !names || twice) {
        return false;
    }
    if !any_header && cells.len() > 1 && cells.clone().skip(1).all(|index| sheet.is_beside_label(index)) {
        return false;
    }
    // Texts alone head a table when counts follow soon; below `Number`, `<5` is no age.
    let counted = cells.clone().any(|index| sheet.words(index).count_header);
    let is_count = |index: usize| sheet.count_like(index) || counted && sheet.may_be_figure(index);
    let counts_follow = rows
        .iter()
        .skip(1)
        .take(if any_header { MOST + 2 } else { LOOK_AHEAD })
        .any(|row| sheet.row(block, *row).any(is_count));
    (any_header && (cells.len() > 1 || counts_follow)) || (cells.len() > 1 && counts_follow)
}

/// `Outcome | 2018 | 2019`, `Period | 17 | 18`: numbers head columns where a header word stands before or above them,
/// or a corner that a header above explains; a run of years does so by itself, if it is no run of counts.
fn numbers_head(sheet: &Sheet<'_>, block: Block, all: &[u32], at: usize, headers: &[u32]) -> bool {
    let cells = sheet.row(block, all[at]);
    let first = cells.start;
    let numbers: Vec<f64> = cells
        .clone()
        .filter(|index| sheet.count_like(*index))
        .map(|index| sheet.number(index).unwrap_or(f64::NAN))
        .collect();
    let years = numbers.iter().all(|number| is_year(*number));
    let ascending = numbers.windows(2).all(|pair| pair[0] < pair[1]);
    let names_dimension = !sheet.words(first).header_of.is_empty();
    let labels =
        || cells.clone().filter(|index| !sheet.words(*index).sums() && sheet.words(*index).header_of.is_empty());
    let are_labels_of = |dimensions: DimensionSet| {
        // `Age of victim | Sixth form | Family | 22 | 29`: what is known to be a label of something else begins a line.
        let mut telling =
            labels().filter(|index| sheet.number(*index).is_some() || !sheet.words(*index).label_of.is_empty());
        !dimensions.is_empty() && telling.all(|index| !sheet.words(index).label_of.and(dimensions).is_empty())
    };
    let below = all.get(at + 1).map(|row| sheet.row(block, *row));
    let corner = sheet.at(first).col > block.first.col;
    let labelled_below =
        below.clone().is_some_and(|mut row| row.next().is_some_and(|i| sheet.at(i).col == block.first.col));
    let named_above = at > 0 && sheet.count_like(first) && {
        let above = |index: usize| sheet.grid.find(At { row: all[at - 1], col: sheet.at(index).col });
        let words = |index: usize| above(index).map(|above| sheet.words(above));
        let name = words(first).filter(|words| !words.header_of.is_empty());
        // Where each cell has a header of its own above it, the row is a line of the table.
        let shared =
            |name: &str| cells.clone().skip(1).all(|index| words(index).is_none_or(|words| words.normal == name));
        name.is_some_and(|name| shared(&name.normal))
    };
    // `13 | 13 | 12 | 12`, or `16 | | Nursery |`, under `Age of victim`, written over each or once for all.
    let under_headers = headers.last().is_some_and(|row| {
        let over = |index: usize| {
            sheet.row(block, *row).take_while(|above| sheet.at(*above).col <= sheet.at(index).col).last()
        };
        let named = |index: usize| over(index).map(|above| sheet.words(above).header_of).unwrap_or_default();
        let dimensions = labels().map(named).reduce(DimensionSet::and).unwrap_or_default();
        labels().count() > 1 && are_labels_of(dimensions)
    });
    // `Age of victim | 15 | 17 | 14`: no label of a row is a header word.
    let beside_header = names_dimension && sheet.words(first).label_of.is_empty() && {
        let mut seen = HashSet::new();
        are_labels_of(sheet.words(first).header_of)
            && (!headers.is_empty() || labels().all(|i| seen.insert(sheet.words(i).normal.as_str())))
    };
    let enough = cells.len() > if years { 1 } else { 2 };
    // Next years over numbers that are not the next years again.
    let consecutive =
        numbers.len() > 1 && years && numbers.windows(2).all(|pair| pair[1] - pair[0] > 0.5 && pair[1] - pair[0] < 1.5);
    let rows_below = all[at + 1..].iter().take(LOOK_AHEAD);
    let counts_below_any = rows_below.flat_map(|row| sheet.row(block, *row)).any(|index| sheet.may_count(index));
    let counts_below = below.is_some_and(|mut row| row.any(|i| sheet.number(i).is_some_and(|n| !is_year(n))));
    // A header word with a label beside it begins a line of a table on its side.
    let bare = cells.clone().nth(1).is_some_and(|index| sheet.count_like(index) || sheet.words(index).sums());
    ((names_dimension && (bare || years) || named_above) && enough && (years || ascending))
        || (corner && (years || ascending && !headers.is_empty() && labelled_below))
        || (consecutive && counts_below)
        || ((under_headers || beside_header) && counts_below_any)
}

pub(super) fn is_year(number: f64) -> bool {
    number.fract() == 0.0 && (1990.0..=2100.0).contains(&number)
}

/// How many columns the first rows fill.
fn width(sheet: &Sheet<'_>, block: Block, rows: &[u32]) -> usize {
    const ENOUGH: usize = 12;
    let mut columns: Vec<u32> =
        rows.iter().take(ENOUGH).flat_map(|row| sheet.row(block, *row)).map(|index| sheet.at(index).col).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.len()
}
