//! The shape of a block: title rows, header rows, body, notes, and what each column is.

use super::sheet::{Block, Sheet};
use crate::model::place::At;

/// Header rows a table may have.
const MOST_HEADERS: usize = 4;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// Titles, notes, prose.
    Text,
    /// Counts under or beside labels.
    Counts,
    /// Lines of labels without counts.
    Lines,
}

/// What a column of a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnRole {
    Label,
    LineNumber,
    Count,
    Percent,
}

/// A column with its header cells, outermost first.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub col: u32,
    pub role: ColumnRole,
    pub path: Vec<usize>,
}

/// A block taken apart.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub block: Block,
    pub kind: BlockKind,
    pub titles: Vec<u32>,
    pub headers: Vec<u32>,
    pub body: Vec<u32>,
    pub notes: Vec<u32>,
    pub columns: Vec<Column>,
}

impl Shape {
    pub(super) fn labels(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.role == ColumnRole::Label)
    }
    pub(super) fn counts(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.role == ColumnRole::Count)
    }
}

/// Takes a block apart.
pub(super) fn of(sheet: &Sheet<'_>, block: Block) -> Shape {
    let rows = sheet.rows(block);
    let width = occupied(sheet, block, &rows).len();
    let mut at = rows.iter().take_while(|row| is_title(sheet, block, **row)).count();
    let titles = rows[..at].to_vec();
    let mut headers = Vec::new();
    while headers.len() < MOST_HEADERS && at < rows.len() && is_header(sheet, block, &rows, at, &headers, width) {
        headers.push(rows[at]);
        at += 1;
    }
    let mut body = rows[at..].to_vec();
    let occupied = occupied(sheet, block, &rows[titles.len()..]);
    let columns: Vec<Column> = occupied.into_iter().map(|col| column(sheet, block, &headers, &body, col)).collect();
    let kind = kind(sheet, &body, &columns);
    let notes = body.split_off(body_length(sheet, block, kind, &columns, &body));
    Shape { block, kind, titles, headers, body, notes, columns }
}

fn occupied(sheet: &Sheet<'_>, block: Block, rows: &[u32]) -> Vec<u32> {
    let mut columns: Vec<u32> =
        rows.iter().flat_map(|row| sheet.row(block, *row)).map(|index| sheet.at(index).col).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// A single text at the left edge; a header word that spans columns is a header instead.
fn is_title(sheet: &Sheet<'_>, block: Block, row: u32) -> bool {
    let mut cells = sheet.row(block, row);
    let (Some(only), None) = (cells.next(), cells.next()) else { return false };
    let at = sheet.at(only);
    let spans = sheet.grid.merge_at(at).is_some_and(|merge| merge.last.col > at.col);
    let heads_columns = spans && !sheet.words(only).header_of.is_empty();
    at.col == block.first.col && !sheet.count_like(only) && !heads_columns
}

/// Whether the row at an index of a block's rows heads the columns below it, given the header rows found above it.
fn is_header(sheet: &Sheet<'_>, block: Block, all: &[u32], at: usize, headers: &[u32], width: usize) -> bool {
    let rows = &all[at..];
    let cells: Vec<usize> = sheet.row(block, rows[0]).collect();
    let spans = |index: usize| sheet.grid.merge_at(sheet.at(index));
    if let Some(above) = headers.last() {
        let above: Vec<usize> = sheet.row(block, *above).collect();
        // A header merged downwards heads this row too.
        if above.iter().any(|index| spans(*index).is_some_and(|merge| merge.last.row >= rows[0])) {
            return true;
        }
        let wide = above.iter().any(|index| spans(*index).is_some_and(|merge| merge.last.col > merge.first.col));
        if above.len() == width && !wide {
            return false;
        }
    }
    if rows.len() == 1 {
        return false;
    }
    let names_dimension = cells.first().is_some_and(|first| !sheet.words(*first).header_of.is_empty());
    let numbers: Vec<f64> =
        cells.iter().filter(|index| sheet.count_like(**index)).map(|i| sheet.number(*i).unwrap_or(f64::NAN)).collect();
    if !numbers.is_empty() {
        // `Outcome | 2018 | 2019`, `Period | 17 | 18`: numbers head columns where a header word stands before or
        // above them, or a corner that a header above explains.
        let years = numbers.iter().all(|number| is_year(*number));
        let ascending = numbers.windows(2).all(|pair| pair[0] < pair[1]);
        let corner = cells.first().is_some_and(|first| sheet.at(*first).col > block.first.col);
        let labelled_below = sheet.row(block, rows[1]).next().is_some_and(|i| sheet.at(i).col == block.first.col);
        let named_above = at > 0
            && cells.first().filter(|first| sheet.count_like(**first)).is_some_and(|first| {
                let above = sheet.grid.find(At { row: all[at - 1], col: sheet.at(*first).col });
                above.is_some_and(|index| !sheet.words(index).header_of.is_empty())
            });
        let enough = cells.len() > if years { 1 } else { 2 };
        return ((names_dimension || named_above) && enough && (years || ascending))
            || (corner && (years || ascending && !headers.is_empty() && labelled_below));
    }
    let any_header = cells.iter().any(|index| sheet.words(*index).is_header());
    // Texts alone head a table when counts follow soon.
    let counts_follow = rows.iter().skip(1).take(MOST_HEADERS).any(|row| {
        let mut below = sheet.row(block, *row);
        below.any(|index| sheet.count_like(index))
    });
    (any_header && (cells.len() > 1 || counts_follow)) || (cells.len() > 1 && counts_follow)
}

fn is_year(number: f64) -> bool {
    number.fract() == 0.0 && (1990.0..=2100.0).contains(&number)
}

fn column(sheet: &Sheet<'_>, block: Block, headers: &[u32], body: &[u32], col: u32) -> Column {
    let path: Vec<usize> = headers
        .iter()
        .enumerate()
        .filter_map(|(depth, row)| header_cell(sheet, block, At { row: *row, col }, depth + 1 < headers.len()))
        .collect();
    let cells: Vec<usize> = body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col })).collect();
    let headed = !path.is_empty();
    let counts = cells.iter().filter(|i| if headed { sheet.may_count(**i) } else { sheet.count_like(**i) }).count();
    let numbered = || {
        let numbers: Vec<f64> = cells.iter().filter_map(|index| sheet.number(*index)).collect();
        !numbers.is_empty() && numbers.len() == cells.len() && numbers.windows(2).all(|pair| pair[0] < pair[1])
    };
    let role = match path.last().map(|index| sheet.words(*index)) {
        Some(words) if words.line_number && numbered() => ColumnRole::LineNumber,
        Some(words) if words.percent => ColumnRole::Percent,
        _ if !cells.is_empty() && cells.iter().all(|index| sheet.words(*index).share) => ColumnRole::Percent,
        Some(words) if !words.header_of.is_empty() => ColumnRole::Label,
        Some(words) if words.count_header || words.total => ColumnRole::Count,
        _ if cells.len() > counts * 2 || (cells.is_empty() && path.is_empty()) => ColumnRole::Label,
        _ => ColumnRole::Count,
    };
    Column { col, role, path }
}

/// The header cell over a column in one header row: its own, the merged one that spans it, or, above the lowest row,
/// the nearest one to the left, written once for several columns as merged headers are in a CSV.
fn header_cell(sheet: &Sheet<'_>, block: Block, at: At, upper: bool) -> Option<usize> {
    if let Some(own) = sheet.grid.find(at) {
        return Some(own);
    }
    if let Some(merge) = sheet.grid.merge_at(at) {
        return sheet.grid.find(merge.first);
    }
    let left = sheet.row(block, at.row).take_while(|index| sheet.at(*index).col < at.col).last()?;
    let words = sheet.words(left);
    let heads = !words.total && (words.is_header() || !words.label_of.is_empty());
    (upper && heads && sheet.grid.merge_at(sheet.at(left)).is_none()).then_some(left)
}

fn kind(sheet: &Sheet<'_>, body: &[u32], columns: &[Column]) -> BlockKind {
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
    let counts = |column: &&Column| matches!(column.role, ColumnRole::Count | ColumnRole::Percent);
    if columns.iter().filter(counts).any(|column| !(numbered && lines && attribute(column))) {
        let any = columns.iter().filter(counts).any(|column| filled(column) || !column.path.is_empty());
        return if any && !body.is_empty() { BlockKind::Counts } else { BlockKind::Text };
    }
    if lines { BlockKind::Lines } else { BlockKind::Text }
}

/// How many body rows are not notes: those up to the last that holds a count, or a line.
fn body_length(sheet: &Sheet<'_>, block: Block, kind: BlockKind, columns: &[Column], body: &[u32]) -> usize {
    let is_line = |row: &u32| match kind {
        BlockKind::Text => true,
        BlockKind::Counts => sheet.row(block, *row).any(|index| {
            let col = sheet.at(index).col;
            columns.iter().any(|c| c.col == col && matches!(c.role, ColumnRole::Count | ColumnRole::Percent))
        }),
        BlockKind::Lines => {
            let mut cells = sheet.row(block, *row);
            let single = (cells.next(), cells.next());
            let (Some(only), None) = single else { return true };
            columns.len() == 1 || sheet.number(only).is_some() || !sheet.words(only).label_of.is_empty()
        }
    };
    body.iter().rposition(is_line).map_or(0, |last| last + 1)
}
