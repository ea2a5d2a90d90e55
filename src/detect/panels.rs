//! Tables side by side with nothing between them.

use super::columns::{self, Column, ColumnRole};
use super::layout::{Given, Kind, Layout};
use super::sheet::Sheet;
use crate::model::place::At;

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
        let words = |index: &usize| sheet.number(*index).is_none() && !sheet.words(*index).label_of.is_empty();
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
