//! What shows that a table of counts was taken for what it is not: amounts, two tables for one, labels for figures.

use std::collections::HashMap;

use super::axes::{self, Line, Naming};
use super::columns::Column;
use super::counts::{Counted, Numbers};
use super::layout::Layout;
use super::pages;
use super::sheet::Sheet;
use super::totals;
use crate::model::place::At;
use crate::model::term::DimensionSet;

/// What in the columns of a table shows that its layout was not understood, and where.
pub(super) fn columns(
    sheet: &Sheet<'_>,
    layout: &Layout,
    labels: &[(&Column, Naming)],
    counts: &[&Column],
    unit: Option<usize>,
) -> Option<(At, &'static str)> {
    let first = layout.block.first;
    if name_the_figures(sheet, layout, counts, unit) {
        return Some((first, "its figures may be labels of what its header names"));
    }
    if layout.is_parted() {
        return Some((first, "a blank column parts its counts, and no column labels their rows"));
    }
    let tokens = |(column, naming): &&(&Column, Naming)| {
        let cells = || layout.body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: column.col }));
        naming.words.is_empty() && cells().next().is_some() && cells().all(|i| sheet.words(i).bounds.is_some())
    };
    let figures =
        labels.iter().find(tokens).map(|(column, _)| (*column, "its labels may be counts that were withheld"));
    let twin = twin_columns(sheet, labels).map(|column| (column, "two columns of labels speak of the same"));
    figures.or(twin).map(|(column, reason)| (At { row: first.row, col: column.col }, reason))
}

/// Whether a table that was turned is likelier to be several, or another one's part: its headers stand again, a column of
/// labels follows the counts, or a label stands where a header would.
pub(super) fn is_no_turned_table(side: &Sheet<'_>, table: &Layout) -> bool {
    let first_count = table.counts().map(|column| column.col).min();
    let after = table.labels().any(|column| first_count.is_some_and(|first| first < column.col));
    let label_heads = table.corners(side).any(|index| !side.words(index).label_of.is_empty());
    after || label_heads || pages::may_be_several(side, table)
}

/// Whether header words say what a table holds: without them it may be a part of another one, as it may be beside one.
pub(super) fn is_headed(sheet: &Sheet<'_>, layout: &Layout) -> bool {
    let mut headers = layout.headers.iter().flat_map(|row| sheet.row(layout.block, *row));
    headers.any(|index| sheet.words(index).is_header()) && !layout.beside
}

/// Whether more than a tenth of the numbers in the columns of counts are fractions, as amounts of money are.
pub(super) fn holds_amounts(sheet: &Sheet<'_>, layout: &Layout, counts: &[&Column]) -> bool {
    /// One odd number among a few is an error of that cell alone.
    const ENOUGH: usize = 3;
    /// Stored sums may miss a whole number by their last digits.
    const TOLERANCE: f64 = 1e-6;
    if layout.given.shares.is_some() {
        return false;
    }
    let is_share = |row: &&u32| {
        let cells = layout.labels().filter_map(|column| sheet.grid.find(At { row: **row, col: column.col }));
        cells.into_iter().any(|index| sheet.words(index).percent || sheet.words(index).statistic)
    };
    let cells = layout
        .body
        .iter()
        .filter(|row| !is_share(row))
        .flat_map(|row| counts.iter().filter_map(|column| sheet.grid.find(At { row: *row, col: column.col })));
    let (mut all, mut fractions) = (0_usize, 0_usize);
    for number in cells.filter_map(|index| sheet.number(index)) {
        all += 1;
        fractions += usize::from((number - number.round()).abs() > TOLERANCE);
    }
    fractions >= ENOUGH && fractions * 10 > all
}

/// Whether every column of figures stands right below a header word whose labels all its figures may be: `Age of victim`
/// over 14, 14 and 15.
fn name_the_figures(sheet: &Sheet<'_>, layout: &Layout, counts: &[&Column], unit: Option<usize>) -> bool {
    let named = |column: &&Column| {
        let mut path = column.path.iter().rev().filter(|index| !sheet.words(**index).sums());
        let Some(dimension) = path.next().and_then(|index| axes::named(sheet, *index, unit)) else { return false };
        let cells = || layout.body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: column.col }));
        cells().all(|index| sheet.words(index).label_of.contains(dimension))
    };
    !counts.is_empty() && counts.iter().all(named)
}

/// A label column that speaks of the same dimension as one before it. Months beside years, and a column that refines
/// another, say more about the same.
fn twin_columns<'l>(sheet: &Sheet<'_>, labels: &[(&'l Column, Naming)]) -> Option<&'l Column> {
    let refines = |column: &Column| column.path.last().is_some_and(|header| sheet.words(*header).refining);
    let own = |(column, naming): &(&Column, Naming)| {
        naming.dimension.filter(|dimension| *dimension != sheet.lexicon.period && !refines(column))
    };
    let mut all = labels.iter().enumerate();
    all.find(|(at, label)| own(label).is_some() && labels[..*at].iter().any(|before| own(before) == own(label)))
        .map(|(_, (column, _))| *column)
}

/// The row above which a list without headers may end and another begin: a blank row parts them, and no total of both
/// says that they are one.
pub(super) fn may_be_two_lists(
    grid: &Numbers<'_>,
    layout: &Layout,
    labels: &[(&Column, Naming)],
    counted: &[Counted],
) -> Option<u32> {
    if !layout.headers.is_empty() || labels.len() != 1 {
        return None;
    }
    let blank = |pair: &[Counted]| {
        let between = layout.body.partition_point(|row| *row <= pair[0].row);
        pair[0].row + 1 < pair[1].row && layout.body.get(between) == Some(&pair[1].row)
    };
    let parted = counted.windows(2).find(|pair| blank(pair))?;
    let lines: Vec<Line> = counted.iter().map(|row| row.line.clone().unwrap_or_default()).collect();
    let whole = totals::sums_everything(grid.sheet, &lines, grid.counts.len(), |row, column| grid.bound(row, column));
    (!whole).then_some(parted[1].row)
}

/// Whether some rows of counts have labels of other dimensions than the others, so that nobody says what their totals
/// sum.
pub(super) fn are_mixed(rows: &[Line]) -> bool {
    let sums = |line: &Line| line.total.is_some() || line.subtotal.is_some();
    let plain = |line: &&Line| !sums(line) && !line.labels.is_empty();
    // One total above them all is of everything.
    if rows.first().is_some_and(sums) && rows.iter().filter(|line| sums(line)).count() == 1 {
        return false;
    }
    let split = |line: &Line| {
        line.labels.iter().filter(|label| !label.refines).map(|label| label.dimension).collect::<DimensionSet>()
    };
    let mut splits = rows.iter().filter(plain).map(split);
    let first = splits.next();
    splits.any(|other| Some(other) != first)
}

/// Which rows of a table with groups have the same labels as another: they may be of groups that nobody recognised.
pub(super) fn twins(sheet: &Sheet<'_>, rows: &[Line]) -> Vec<bool> {
    let key = |line: &Line| {
        let is_part = line.total.is_none() && line.subtotal.is_none() && !line.of_which && !line.labels.is_empty();
        let labels = || line.labels.iter().map(|l| (l.dimension, sheet.lexicon.normal(&l.raw))).collect::<Vec<_>>();
        is_part.then(labels)
    };
    let keys: Vec<_> = rows.iter().map(key).collect();
    let mut times: HashMap<_, usize> = HashMap::new();
    for key in keys.iter().flatten() {
        *times.entry(key).or_default() += 1;
    }
    keys.iter().map(|key| key.as_ref().is_some_and(|key| times[key] > 1)).collect()
}
