//! Headers that stand again: those of the next page of a table, or those of another table.

use std::collections::BTreeSet;

use super::axes;
use super::layout::{Layout, Walk};
use super::sheet::{Block, Sheet};
use crate::model::place::At;
use crate::model::term::DimensionId;

/// Lines of a page that are looked at.
const PAGE: usize = 200;

/// Whether a block taken for one table may be several, one below the other: its headers stand again after a blank row,
/// or it has none.
pub(super) fn may_be_several(sheet: &Sheet<'_>, whole: &Layout) -> bool {
    let rows = sheet.rows(whole.block);
    let walk = Walk { sheet, strip: whole.block, rows: &rows };
    let heads = |row: u32| sheet.row(whole.block, row).all(|index| sheet.words(index).is_header());
    let begins = |row: u32| whole.headers.is_empty() || heads(row) || walk.repeats(&whole.headers, row);
    (1..rows.len()).any(|at| walk.gap_before(at) && begins(rows[at]))
}

/// The lines of a page: its rows without headers and sections.
struct Lines<'w> {
    sheet: &'w Sheet<'w>,
    strip: Block,
    rows: Vec<u32>,
}

impl Lines<'_> {
    fn cells(&self, col: u32) -> Vec<usize> {
        self.rows.iter().filter_map(|row| self.sheet.grid.find(At { row: *row, col })).collect()
    }

    /// Columns that hold anything, left to right.
    fn columns(&self) -> impl Iterator<Item = u32> {
        (self.strip.first.col..=self.strip.last.col).filter(|col| !self.cells(*col).is_empty())
    }

    /// Whether a column holds labels: as its header says, or because less than half of its cells may be figures.
    fn is_label(&self, col: u32, header: Option<usize>) -> bool {
        let cells = self.cells(col);
        let figures = cells.iter().filter(|index| self.sheet.may_be_figure(**index)).count();
        header.is_some_and(|index| !self.sheet.words(index).header_of.is_empty()) || figures * 2 < cells.len()
    }

    /// Whether the figures of a column may all be labels: years and ages, unless they are counts.
    fn may_be_label(&self, col: u32) -> bool {
        let cells = self.cells(col);
        let mut figures = cells.iter().filter(|index| self.sheet.may_be_figure(**index)).peekable();
        figures.peek().is_some() && figures.all(|index| !self.sheet.words(*index).label_of.is_empty())
    }

    fn speaks(&self, col: u32) -> Option<DimensionId> {
        axes::voted(self.sheet, Some(self.strip), &self.cells(col), None)
    }

    /// What stands in a column, totals and parts of other lines left out.
    fn labels(&self, col: u32) -> BTreeSet<&str> {
        let words = self.cells(col).into_iter().map(|index| self.sheet.words(index));
        words.filter(|words| !words.sums() && words.of_which.is_none()).map(|words| words.normal.as_str()).collect()
    }
}

impl Walk<'_> {
    /// Whether headers that stand again after a blank row are those of another table, not of the same one's next page:
    /// what they head speaks of something else, or is a list of its own, or what is above has ended with its total.
    pub(super) fn starts_anew(&self, headers: &[u32], start: usize, at: usize) -> bool {
        let (sheet, strip) = (self.sheet, self.strip);
        let first = at + headers.len();
        let most = self.rows.len().min(first + PAGE);
        let end = (first..most).find(|at| *at > first && self.gap_before(*at)).unwrap_or(most);
        let (Some(last), Some(next)) = (self.rows[start..at].last(), self.rows.get(first)) else { return false };
        let sums = |row: u32| sheet.row(strip, row).any(|index| sheet.words(index).total);
        if sums(*last) || sums(self.rows[start]) && sums(*next) {
            return true;
        }
        let is_line = |row: &u32| sheet.row(strip, *row).len() > 1 && !self.repeats(headers, *row);
        let lines = |rows: &[u32]| Lines { sheet, strip, rows: rows.iter().copied().filter(is_line).collect() };
        let (above, below) = (lines(&self.rows[start.max(at.saturating_sub(PAGE))..at]), lines(&self.rows[first..end]));
        let header = |col: u32| headers.last().and_then(|row| sheet.grid.find(At { row: *row, col }));
        let columns: Vec<u32> = above.columns().take_while(|col| above.is_label(*col, header(*col))).collect();
        let speak_of_others = columns.iter().any(|col| {
            let (one, other) = (above.speaks(*col), below.speaks(*col));
            one.is_some() && other.is_some() && one != other
        });
        // A text or a year alone on its row may begin the next section, unless it is the first half of a label.
        let section = sheet.row(strip, *next).len() == 1 && !self.is_half(first);
        match columns.as_slice() {
            [only] if !section => {
                let next = above.columns().find(|col| col > only);
                // Years or ages may be the labels of an inner column, which each group has again.
                let inner = |col| above.may_be_label(col) && above.labels(col) == below.labels(col);
                speak_of_others || !next.is_some_and(inner)
            }
            // Groups of one table are split by the same labels.
            [_, .., inner] => speak_of_others || above.labels(*inner) != below.labels(*inner),
            _ => speak_of_others,
        }
    }

    /// Whether the text that begins a row makes a label only with the one below it.
    fn is_half(&self, at: usize) -> bool {
        let (sheet, strip) = (self.sheet, self.strip);
        let Some(text) = sheet.row(strip, self.rows[at]).next() else { return false };
        let below = self.rows.get(at + 1).and_then(|row| sheet.grid.find(At { row: *row, col: sheet.at(text).col }));
        let is_label = !sheet.words(text).label_of.is_empty();
        !is_label && below.is_some_and(|below| axes::whole(sheet, text, below).is_some())
    }

    /// Whether all header rows stand here again, as on a new page.
    pub(super) fn repeat_all(&self, headers: &[u32], at: usize) -> bool {
        let rows = self.rows.get(at..at + headers.len()).unwrap_or_default();
        !rows.is_empty() && rows.iter().zip(headers).all(|(row, header)| self.repeats(&[*header], *row))
    }

    /// Header words again.
    pub(super) fn repeats(&self, headers: &[u32], row: u32) -> bool {
        let sheet = self.sheet;
        let same = |index: usize| {
            let at = |row: &u32| sheet.grid.find(At { row: *row, col: sheet.at(index).col });
            headers.iter().filter_map(at).any(|header| sheet.words(header).normal == sheet.words(index).normal)
        };
        !headers.is_empty() && sheet.row(self.strip, row).all(same)
    }
}
