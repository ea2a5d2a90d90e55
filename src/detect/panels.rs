//! Tables side by side with nothing between them.

use super::axes;
use super::columns::{self, Column, ColumnRole};
use super::headers;
use super::layout::{self, Given, Kind, Layout};
use super::sheet::{Block, Sheet};
use crate::model::place::At;
use crate::model::term::DimensionId;

/// Parts a table of counts where a column of labels follows columns of counts and has counts of its own: tables side
/// by side with nothing between them.
pub(super) fn part(sheet: &Sheet<'_>, whole: Layout) -> Vec<Layout> {
    if whole.kind != Kind::Counts {
        return vec![whole];
    }
    let counted = |columns: &[Column]| columns.iter().any(|column| column.role == ColumnRole::Count);
    let is_stub = |column: &Column| {
        let header = column.path.last().is_some_and(|index| !sheet.words(*index).header_of.is_empty());
        let cells = || whole.body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: column.col }));
        let words = |index: &usize| {
            sheet.number(*index).is_none_or(headers::is_year) && !sheet.words(*index).label_of.is_empty()
        };
        column.role == ColumnRole::Label && (header || cells().filter(words).count() * 2 >= cells().count())
    };
    let mut starts = vec![0];
    for at in 1..whole.columns.len() {
        let before = &whole.columns[starts[starts.len() - 1]..at];
        let follows = whole.columns[at - 1].role != ColumnRole::Label;
        if follows && is_stub(&whole.columns[at]) && counted(before) && counted(&whole.columns[at..]) {
            starts.push(at);
        }
    }
    // A header word among the labels: the table may lie on its side.
    let mut cells = whole.body.iter().flat_map(|row| sheet.row(whole.block, *row));
    let is_header = |index: usize| !sheet.words(index).header_of.is_empty() && sheet.words(index).label_of.is_empty();
    if starts.len() == 1 || cells.any(is_header) {
        return vec![whole];
    }
    let ends = starts.iter().skip(1).copied().chain([whole.columns.len()]);
    let panel = |(start, end): (&usize, usize)| {
        let mut block = whole.block;
        (block.first.col, block.last.col) = (whole.columns[*start].col, whole.columns[end - 1].col);
        let filled = |rows: &[u32]| rows.iter().copied().filter(|row| !sheet.row(block, *row).is_empty()).collect();
        let (headers, body): (Vec<u32>, Vec<u32>) = (filled(&whole.headers), filled(&whole.body));
        let columns = columns::of(sheet, block, &headers, &body);
        let notes = if *start == 0 { whole.notes.clone() } else { Vec::new() };
        let beside = *start > 0;
        Layout {
            block,
            kind: Kind::Counts,
            beside,
            titles: whole.titles.clone(),
            headers,
            body,
            notes,
            columns,
            given: Given::default(),
        }
    };
    starts.iter().zip(ends).map(panel).collect()
}

/// Parts a table without label columns where blank columns part it and the headers on either side speak of different
/// things. `None` if they do not: then it may be one table or several.
pub(super) fn part_by_headers(sheet: &Sheet<'_>, whole: &Layout) -> Option<Vec<Layout>> {
    let runs: Vec<&[Column]> = whole.columns.chunk_by(|left, right| left.col + 1 == right.col).collect();
    let speaks = |run: &&[Column]| -> Option<DimensionId> {
        let columns = run.iter().filter(|column| column.role == ColumnRole::Count);
        let lowest: Vec<usize> = columns.filter_map(|column| column.path.last().copied()).collect();
        axes::voted(sheet, None, &lowest, None)
    };
    let spoken: Vec<DimensionId> = runs.iter().map(speaks).collect::<Option<_>>()?;
    if spoken.windows(2).any(|pair| pair[0] == pair[1]) {
        return None;
    }
    let panel = |(at, run): (usize, &&[Column])| {
        let (first, last) = (run.first()?.col, run.last()?.col);
        let first = At { row: whole.block.first.row, col: first };
        let last = At { row: whole.block.last.row, col: last };
        let mut pieces = layout::pieces(sheet, Block { first, last });
        let mut table = pieces.pop().filter(|piece| piece.kind == Kind::Counts)?;
        let above = pieces.iter().map(|piece| (piece.kind == Kind::Text).then(|| piece.titles.clone()));
        let above: Vec<usize> = above.collect::<Option<Vec<_>>>()?.concat();
        table.titles = [whole.titles.as_slice(), &above, &table.titles].concat();
        table.beside = at > 0;
        Some(table)
    };
    runs.iter().enumerate().map(panel).collect()
}
