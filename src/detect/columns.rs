//! What each column of a table is, and the header cells that hang over it, outermost first.

use std::collections::HashSet;

use super::headers;
use super::layout::{Given, Kind};
use super::sheet::{Block, Sheet};
use crate::model::place::At;

/// Numbers from which on it is no accident that all look like years.
const YEARS: usize = 3;

/// What a column of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnRole {
    Label,
    LineNumber,
    Count,
    Percent,
    /// Figures that are no counts.
    Statistic,
    /// A layout recipe does not name it.
    Unread,
    /// Marks beside counts (`r`, `p`): they say nothing of what is counted.
    Marks,
}

/// A column with its header cells, outermost first.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub col: u32,
    pub role: ColumnRole,
    pub path: Vec<usize>,
    /// How many of them, from the first on, are headers of the table above.
    pub lent: usize,
}

/// The columns of a table, left to right.
pub(super) fn of(sheet: &Sheet<'_>, block: Block, headers: &[u32], body: &[u32]) -> Vec<Column> {
    let occupied = occupied(sheet, block, headers.iter().chain(body));
    let mut columns: Vec<Column> = occupied.iter().map(|col| column(sheet, headers, body, *col)).collect();
    // A text over nothing, left of the counts: a title.
    let filled = |column: &Column| body.iter().any(|row| sheet.grid.find(At { row: *row, col: column.col }).is_some());
    let is_known = |column: &Column| {
        let words = column.path.last().map(|index| sheet.words(*index));
        words.is_some_and(|words| words.is_header() || words.total || !words.label_of.is_empty())
    };
    for column in columns.iter_mut().take_while(|column| column.role != ColumnRole::Count || !filled(column)) {
        if column.role == ColumnRole::Count && !is_known(column) {
            column.role = ColumnRole::Label;
        }
    }
    let first_count = columns.iter().find(|column| column.role == ColumnRole::Count).map(|column| column.col);
    for column in &mut columns {
        if column.role == ColumnRole::Label && first_count.is_some_and(|first| first < column.col) {
            let marks = body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: column.col }));
            if marks.clone().next().is_some() && marks.clone().all(|index| sheet.is_mark(index)) {
                column.role = ColumnRole::Marks;
            }
        }
    }
    rehang(sheet, block, headers, &mut columns, &Given::default());
    columns
}

/// Hangs the headers over the columns again: which of them hangs over a blank one depends on where the counts begin.
pub(super) fn rehang(sheet: &Sheet<'_>, block: Block, headers: &[u32], columns: &mut [Column], given: &Given) {
    let first_count = columns.iter().find(|column| column.role == ColumnRole::Count).map(|column| column.col);
    for column in columns {
        let first_count = first_count.filter(|first| *first <= column.col);
        column.path = path(sheet, block, headers, column.col, first_count, given);
    }
}

fn occupied<'r>(sheet: &Sheet<'_>, block: Block, rows: impl Iterator<Item = &'r u32>) -> Vec<u32> {
    let mut columns: Vec<u32> = rows.flat_map(|row| sheet.row(block, *row)).map(|index| sheet.at(index).col).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn column(sheet: &Sheet<'_>, headers: &[u32], body: &[u32], col: u32) -> Column {
    let own = |row: &u32| {
        let at = At { row: *row, col };
        sheet.grid.find(at).or_else(|| sheet.grid.find(sheet.grid.merge_at(at)?.first))
    };
    let path: Vec<usize> = headers.iter().filter_map(own).collect();
    let cells: Vec<usize> = body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col })).collect();
    let headed = !path.is_empty();
    let counts = cells.iter().filter(|i| if headed { sheet.may_count(**i) } else { sheet.count_like(**i) }).count();
    let numbered = || {
        let numbers: Vec<f64> = cells.iter().filter_map(|index| sheet.number(*index)).collect();
        !numbers.is_empty() && numbers.len() == cells.len() && numbers.windows(2).all(|pair| pair[0] < pair[1])
    };
    let is_year = |index: &usize| sheet.number(*index).is_some_and(headers::is_year);
    let role = match path.last().map(|index| sheet.words(*index)) {
        Some(words) if words.line_number && numbered() => ColumnRole::LineNumber,
        Some(words) if words.percent => ColumnRole::Percent,
        Some(words) if words.statistic => ColumnRole::Statistic,
        _ if !cells.is_empty() && cells.iter().all(|index| sheet.words(*index).share) => ColumnRole::Percent,
        Some(words) if !words.header_of.is_empty() => ColumnRole::Label,
        Some(words) if words.count_header || words.total => ColumnRole::Count,
        None if is_corner(sheet, headers, col) && are_labels(sheet, &cells) => ColumnRole::Label,
        // Counts that all look like years are years.
        _ if cells.len() >= YEARS && cells.iter().all(is_year) => ColumnRole::Label,
        _ if cells.len() > counts * 2 || (cells.is_empty() && path.is_empty()) => ColumnRole::Label,
        _ => ColumnRole::Count,
    };
    Column { col, role, path, lent: 0 }
}

/// Whether a column begins below a blank corner: the lowest header row begins to its right.
fn is_corner(sheet: &Sheet<'_>, headers: &[u32], col: u32) -> bool {
    headers.last().is_some_and(|row| sheet.grid.row(*row).any(|index| sheet.at(index).col > col))
        && headers.iter().all(|row| sheet.grid.find(At { row: *row, col }).is_none())
}

/// Whether the numbers among cells are labels down the side of a table: years, or ages of which each is there once.
pub(super) fn are_labels(sheet: &Sheet<'_>, cells: &[usize]) -> bool {
    let mut seen = HashSet::new();
    let mut numbers = cells.iter().filter_map(|index| Some((sheet.number(*index)?, sheet.words(*index)))).peekable();
    numbers.peek().is_some()
        && numbers.all(|(number, words)| {
            !words.label_of.is_empty() && (seen.insert(words.normal.as_str()) || headers::is_year(number))
        })
}

/// The header cells over a column: its own, the merged one that spans it, or, above the lowest row, the nearest one to
/// the left of it among the counts, written once for several columns as merged headers are in a CSV.
fn path(
    sheet: &Sheet<'_>,
    block: Block,
    headers: &[u32],
    col: u32,
    first_count: Option<u32>,
    given: &Given,
) -> Vec<usize> {
    let lowest = headers.len().saturating_sub(1);
    let hanging = |(depth, row): (usize, &u32)| {
        let at = At { row: *row, col };
        if let Some(own) = sheet.grid.find(at) {
            return Some(own);
        }
        if let Some(merge) = sheet.grid.merge_at(at) {
            return sheet.grid.find(merge.first);
        }
        let left = sheet.row(block, *row).take_while(|index| sheet.at(*index).col < col).last()?;
        let among_counts = first_count.is_some_and(|first| first <= sheet.at(left).col);
        let apart = sheet.words(left).total || sheet.grid.merge_at(sheet.at(left)).is_some();
        let said = given.up.iter().find(|(said, ..)| said == row);
        let spread = said.map_or(depth < lowest && !apart, |(_, _, left)| *left);
        (spread && among_counts).then_some(left)
    };
    let mut path: Vec<usize> = headers.iter().enumerate().filter_map(hanging).collect();
    // A cell merged downwards hangs there once.
    path.dedup();
    path
}

/// What a table of these columns is.
pub(super) fn kind(sheet: &Sheet<'_>, body: &[u32], columns: &[Column]) -> Kind {
    let filled = |column: &Column| body.iter().any(|row| sheet.grid.find(At { row: *row, col: column.col }).is_some());
    let bottom = |column: &Column| column.path.last().map(|index| sheet.words(*index));
    let known_label =
        |column: &Column| column.role == ColumnRole::Label && bottom(column).is_some_and(|w| !w.header_of.is_empty());
    // A header that says nothing of counts, over numbers: among numbered lines it is some attribute of a case.
    let attribute =
        |column: &Column| bottom(column).is_some_and(|w| !w.is_header() && !w.total && w.label_of.is_empty());
    let numbered = columns.iter().any(|column| column.role == ColumnRole::LineNumber);
    let lines = !body.is_empty() && columns.iter().any(known_label);
    // A column headed as counts is one, whatever it holds, and even if it is blank.
    let counts =
        |column: &&Column| matches!(column.role, ColumnRole::Count | ColumnRole::Percent | ColumnRole::Statistic);
    if columns.iter().filter(counts).any(|column| !(numbered && lines && attribute(column))) {
        let any = columns.iter().filter(counts).any(|column| filled(column) || !column.path.is_empty());
        return if any && !body.is_empty() { Kind::Counts } else { Kind::Text };
    }
    if lines { Kind::Lines } else { Kind::Text }
}
