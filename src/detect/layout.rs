//! Walks down a strip and takes it apart into tables and texts: titles, header rows, body, notes.
//!
//! A blank row is evidence, not a wall: rows after it go on with the table above if they fill its columns and bring no
//! header of their own. A text alone on its row is a title above a header, a section between lines of counts, and a
//! note below them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::axes;
use super::columns::{self, Column, ColumnRole};
use super::headers::{self, is_header, is_lone_text, is_title};
use super::panels;
use super::sheet::{Block, Sheet};
use crate::model::observation::Grain;
use crate::model::place::At;
use crate::model::recipe::Shares;
use crate::model::term::DimensionId;

/// Lines in which a label that stands alone is looked for again.
const LOOK_BACK: usize = 200;

/// Characters up to which a text below a list is an entry of it.
const LONGEST_ENTRY: usize = 30;

/// What a piece of a strip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Titles, notes, prose.
    Text,
    /// Counts under or beside labels.
    Counts,
    /// Lines of labels without counts.
    Lines,
}

/// What a layout recipe says of a table; nothing without one.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// Columns of labels with their dimension, and whether a blank cell has the label above it.
    pub left: Vec<(u32, DimensionId, bool)>,
    /// Rows of labels with their dimension, and whether a blank cell has the label to its left.
    pub up: Vec<(u32, DimensionId, bool)>,
    /// What texts alone on their row label, the outermost first.
    pub sections: Vec<DimensionId>,
    pub unit: Option<usize>,
    pub grain: Option<Grain>,
    pub shares: Option<Shares>,
    pub titles: Vec<String>,
}

/// A piece of a strip taken apart. Of a text, all cells are titles.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub block: Block,
    pub kind: Kind,
    /// Stands beside the piece before it, under the same titles.
    pub beside: bool,
    /// Cells above the headers, which may lie outside the block.
    pub titles: Vec<usize>,
    pub headers: Vec<u32>,
    pub body: Vec<u32>,
    pub notes: Vec<u32>,
    pub columns: Vec<Column>,
    pub given: Given,
}

impl Layout {
    /// Whether a blank column parts its counts and no column labels their rows: they may be one table or several. A
    /// single column apart is a total.
    pub(super) fn is_parted(&self) -> bool {
        let runs = self.columns.chunk_by(|left, right| left.col + 1 == right.col);
        self.labels().next().is_none() && runs.filter(|run| run.len() > 1).count() > 1
    }

    /// The only cell, if it is a figure: no table, whatever it is.
    pub(super) fn only_figure(&self, sheet: &Sheet<'_>) -> Option<usize> {
        let mut cells =
            self.headers.iter().chain(&self.body).chain(&self.notes).flat_map(|row| sheet.row(self.block, *row));
        let only = cells.next().filter(|index| sheet.may_be_figure(*index))?;
        (self.titles.is_empty() && cells.next().is_none()).then_some(only)
    }

    /// Whether a person has said where its labels stand.
    pub(super) fn has_recipe(&self) -> bool {
        !self.given.left.is_empty() || !self.given.up.is_empty()
    }

    /// Cells over the labels that do not name what these speak of: they may speak of the whole table.
    pub(super) fn corners<'s>(&'s self, sheet: &'s Sheet<'_>) -> impl Iterator<Item = usize> {
        self.labels().flat_map(move |column| {
            let own = column.path.last().is_some_and(|index| !sheet.words(*index).header_of.is_empty());
            column.path.iter().rev().skip(usize::from(own)).copied()
        })
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.role == ColumnRole::Label)
    }

    pub(super) fn counts(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.role == ColumnRole::Count)
    }
}

/// The pieces of a strip, from top to bottom.
pub(super) fn pieces(sheet: &Sheet<'_>, strip: Block) -> Vec<Layout> {
    let rows = sheet.rows(strip);
    let walk = Walk { sheet, strip, rows: &rows };
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let texts = at..at + (at..rows.len()).take_while(|at| is_title(sheet, strip, &rows, *at)).count();
        at = texts.end;
        // Texts that a blank row parts from the table stand for themselves.
        let near = if at == rows.len() { at } else { walk.run_before(texts.clone()) };
        pieces.extend(walk.texts(texts.start..near));
        if at < rows.len() {
            let (tables, end) = walk.tables(near..at);
            pieces.extend(tables);
            // A row that neither heads nor follows anything is still passed.
            at = end.max(at + 1);
        }
    }
    pieces
}

/// A block that is one table and nothing else: its headers end where counts with labels begin.
pub(super) fn whole(sheet: &Sheet<'_>, block: Block) -> Layout {
    let rows = sheet.rows(block);
    let mut headers: Vec<u32> = Vec::new();
    let heads = |at: usize, headers: &[u32]| {
        is_lone_text(sheet, block, rows[at]) || is_header(sheet, block, &rows, at, headers)
    };
    while headers.len() < rows.len() && heads(headers.len(), &headers) {
        headers.push(rows[headers.len()]);
    }
    let body = rows[headers.len()..].to_vec();
    let columns = columns::of(sheet, block, &headers, &body);
    let kind = columns::kind(sheet, &body, &columns);
    let (titles, notes, given) = (Vec::new(), Vec::new(), Given::default());
    Layout { block, kind, beside: false, titles, headers, body, notes, columns, given }
}

/// The rows of a strip, from top to bottom.
pub(super) struct Walk<'a> {
    pub sheet: &'a Sheet<'a>,
    pub strip: Block,
    pub rows: &'a [u32],
}

impl Walk<'_> {
    /// Whether a blank row stands before the row at this index.
    pub(super) fn gap_before(&self, at: usize) -> bool {
        at > 0 && self.rows[at - 1] + 1 < self.rows[at]
    }

    /// Where the last run of rows begins that ends at the end of the range and touches what follows.
    fn run_before(&self, range: Range<usize>) -> usize {
        range.clone().rev().take_while(|at| !self.gap_before(at + 1)).last().unwrap_or(range.end)
    }

    /// One piece for each run of texts between blank rows.
    fn texts(&self, range: Range<usize>) -> Vec<Layout> {
        let mut out: Vec<Layout> = Vec::new();
        for at in range {
            match out.last_mut() {
                Some(piece) if !self.gap_before(at) => {
                    piece.titles.extend(self.sheet.row(self.strip, self.rows[at]));
                    piece.block.last.row = self.rows[at];
                }
                _ => out.push(Layout {
                    block: self.block(&self.rows[at..=at]),
                    kind: Kind::Text,
                    beside: false,
                    titles: self.sheet.row(self.strip, self.rows[at]).collect(),
                    headers: Vec::new(),
                    body: Vec::new(),
                    notes: Vec::new(),
                    columns: Vec::new(),
                    given: Given::default(),
                }),
            }
        }
        out
    }

    fn block(&self, rows: &[u32]) -> Block {
        let mut block = self.strip;
        block.first.row = rows.first().copied().unwrap_or(block.first.row);
        block.last.row = rows.last().copied().unwrap_or(block.last.row);
        block
    }

    /// The table under these titles, or several whose columns stand side by side, and the index of the row after.
    fn tables(&self, titles: Range<usize>) -> (Vec<Layout>, usize) {
        let (sheet, strip, rows) = (self.sheet, self.strip, self.rows);
        let mut at = titles.end;
        let mut headers = Vec::new();
        while headers.len() < headers::MOST && at < rows.len() && is_header(sheet, strip, rows, at, &headers) {
            headers.push(rows[at]);
            at += 1;
        }
        let end = self.end_of_body(&headers, at);
        let mut body = rows[at..end].to_vec();
        let whole = self.block(&[headers.as_slice(), &body].concat());
        let lines: Vec<u32> = body.iter().copied().filter(|row| !self.repeats(&headers, *row)).collect();
        let columns = columns::of(sheet, whole, &headers, &lines);
        let kind = columns::kind(sheet, &body, &columns);
        let mut notes = body.split_off(length(sheet, whole, kind, &columns, &body));
        let (after, touching) = self.notes_after(end);
        notes.extend(touching);
        let titles: Vec<usize> = titles.flat_map(|at| sheet.row(strip, rows[at])).collect();
        let block = self.block(&[headers.as_slice(), &body, &notes].concat());
        let whole =
            Layout { block, kind, beside: false, titles, headers, body, notes, columns, given: Given::default() };
        let parted = Some(&whole).filter(|whole| whole.is_parted());
        match parted.and_then(|whole| panels::part_by_headers(sheet, whole)) {
            Some(panels) => (panels, after),
            None => (panels::part(sheet, whole), after),
        }
    }

    /// Texts that touch the table above the index and are parted from what follows are notes of it; so are those that
    /// begin as notes do. Also the index of the row after them.
    fn notes_after(&self, end: usize) -> (usize, &[u32]) {
        let (sheet, strip, rows) = (self.sheet, self.strip, self.rows);
        let mut after = end;
        while after < rows.len() && !self.gap_before(after) && is_lone_text(sheet, strip, rows[after]) {
            after += 1;
        }
        let parted = after == rows.len() || self.gap_before(after);
        let is_note = |at: &usize| sheet.words(sheet.row(strip, rows[*at]).start).note;
        let after = if parted { after } else { end + (end..after).take_while(is_note).count() };
        (after, &rows[end..after])
    }

    /// The index of the first row below the body that begins at `start`.
    fn end_of_body(&self, headers: &[u32], start: usize) -> usize {
        let (sheet, strip, rows) = (self.sheet, self.strip, self.rows);
        let columns_of = |row: u32| sheet.row(strip, row).map(|index| sheet.at(index).col);
        let mut columns: BTreeSet<u32> = headers.iter().flat_map(|row| columns_of(*row)).collect();
        let lines = self.are_lines(headers, start);
        let mut at = start;
        while at < rows.len() {
            let gap = at > start && self.gap_before(at);
            if self.repeat_all(headers, at) {
                if gap && self.starts_anew(headers, start, at) {
                    break;
                }
                at += headers.len();
            } else if lines && !gap && self.is_entry(headers, start, at) {
                at += 1;
            } else if is_lone_text(sheet, strip, rows[at]) {
                match self.after_texts(headers, &columns, lines, at, at == start) {
                    Some(next) => at = next,
                    None => break,
                }
            } else {
                let repeated = !headers.is_empty() && self.repeats(headers, rows[at]);
                let apart = gap && (!self.fits(&columns, rows[at]) || headers.is_empty() && self.is_apart(start, at));
                if at > start && (apart || repeated && !lines || self.begins_table(headers, lines, gap, at)) {
                    break;
                }
                columns.extend(columns_of(rows[at]));
                at += 1;
            }
        }
        at
    }

    /// Whether a row fills the columns of a table: its first cell and most others do. A mark or a remark may be new.
    fn fits(&self, columns: &BTreeSet<u32>, row: u32) -> bool {
        let mut cells = self.sheet.row(self.strip, row).map(|index| columns.contains(&self.sheet.at(index).col));
        let known = cells.clone().filter(|known| *known).count();
        cells.next() == Some(true) && known * 2 > self.sheet.row(self.strip, row).len()
    }

    /// Whether the table is one of lines without counts, as its first lines show.
    fn are_lines(&self, headers: &[u32], start: usize) -> bool {
        let (sheet, rows) = (self.sheet, &self.rows[start..]);
        let Some(lowest) = headers.last() else { return false };
        let is_label = |index: usize| {
            let header = sheet.grid.find(At { row: *lowest, col: sheet.at(index).col });
            header.is_some_and(|h| !sheet.words(h).header_of.is_empty() || sheet.words(h).line_number)
        };
        let cells = || rows.iter().take(3).flat_map(|row| sheet.row(self.strip, *row));
        cells().all(|index| !sheet.count_like(index) || is_label(index))
    }

    /// Whether a cell alone on its row goes on with the longest of several lists: its column may have such a label, has
    /// had it, or it is too short for a note.
    fn is_entry(&self, headers: &[u32], start: usize, at: usize) -> bool {
        let (sheet, rows) = (self.sheet, self.rows);
        let cells = sheet.row(self.strip, rows[at]);
        let only = cells.start;
        let (words, col) = (sheet.words(only), sheet.at(only).col);
        let cell = |row: &u32| sheet.grid.find(At { row: *row, col });
        let header = headers.iter().rev().find_map(cell).map(|header| sheet.words(header).header_of);
        let seen = || {
            let above = rows[start..at].iter().rev().take(LOOK_BACK);
            above.filter_map(cell).any(|index| sheet.words(index).normal == words.normal)
        };
        let short = || words.normal.chars().count() <= LONGEST_ENTRY && !words.note;
        cells.len() == 1
            && header.is_some_and(|of| !of.and(words.label_of).is_empty() || !of.is_empty() && (seen() || short()))
    }

    /// Where the body goes on after texts that stand alone: they are sections of it, or labels without counts. `None`
    /// if it does not.
    fn after_texts(
        &self,
        headers: &[u32],
        columns: &BTreeSet<u32>,
        lines: bool,
        at: usize,
        is_first: bool,
    ) -> Option<usize> {
        let (sheet, strip, rows) = (self.sheet, self.strip, self.rows);
        let next = (at..rows.len()).find(|at| !is_lone_text(sheet, strip, rows[*at]))?;
        let words = |at: usize| sheet.words(sheet.row(strip, rows[at]).start);
        let gap = (at..=next).any(|at| self.gap_before(at));
        let fits = is_first || self.fits(columns, rows[next]);
        let heads = is_header(sheet, strip, rows, next, &[]) && (!lines || gap) || self.repeats(headers, rows[next]);
        let note = (at..next).any(|at| words(at).note);
        // Headers again after a blank row or a text are those of another table.
        let repeated = (at..next).any(|at| self.repeats(headers, rows[at]));
        // `Number` over the counts of another table.
        let header = (at..next).any(|at| !is_title(sheet, strip, rows, at));
        let section = (at..next).all(|at| !words(at).header_of.is_empty());
        let goes_on = fits
            && !heads
            && !repeated
            && !header
            && !note
            && (!gap || !headers.is_empty() || section && next == at + 1);
        goes_on.then_some(next)
    }

    /// Whether the pairs after a blank row are a table of their own: they speak of another dimension, or begin with
    /// their own total, or those above ended with theirs.
    fn is_apart(&self, start: usize, at: usize) -> bool {
        let (sheet, rows) = (self.sheet, self.rows);
        let label = |at: usize| sheet.row(self.strip, rows[at]).start;
        let sums = |at: usize| sheet.words(label(at)).sums();
        let end = (at + 1..rows.len()).find(|at| self.gap_before(*at)).unwrap_or(rows.len());
        let voted =
            |range: Range<usize>| axes::voted(sheet, Some(self.strip), &range.map(label).collect::<Vec<_>>(), None);
        let (above, below) = (voted(start..at), voted(at..end));
        (sums(at) && end > at + 1) || sums(at - 1) || above != below || above.is_none()
    }

    /// Whether another table begins at this row of counts or labels.
    fn begins_table(&self, headers: &[u32], lines: bool, gap: bool, at: usize) -> bool {
        let (sheet, strip, rows) = (self.sheet, self.strip, self.rows);
        if !is_header(sheet, strip, rows, at, &[]) {
            return false;
        }
        let cells = sheet.row(strip, rows[at]);
        let known = cells.clone().filter(|index| sheet.words(*index).is_header()).count();
        let texts = cells.clone().filter(|index| !sheet.count_like(*index)).count();
        if lines {
            return gap && known * 2 >= cells.len();
        }
        gap || known > 1 || (!headers.is_empty() && known > 0 && texts == cells.len() && cells.len() > 1)
    }
}

/// How many body rows are not notes: those up to the last that holds a count, or a line.
fn length(sheet: &Sheet<'_>, block: Block, kind: Kind, columns: &[Column], body: &[u32]) -> usize {
    let is_line = |row: &u32| match kind {
        Kind::Text => true,
        Kind::Counts => sheet.row(block, *row).any(|index| {
            let col = sheet.at(index).col;
            columns.iter().any(|c| c.col == col && matches!(c.role, ColumnRole::Count | ColumnRole::Percent))
        }),
        Kind::Lines => {
            let cells = sheet.row(block, *row);
            let at = sheet.at(cells.start);
            let headed = columns.iter().find(|column| column.col == at.col).and_then(|column| column.path.last());
            cells.len() > 1
                || headed.is_some_and(|header| {
                    let words = sheet.words(*header);
                    !words.header_of.is_empty() || words.line_number
                })
        }
    };
    body.iter().rposition(is_line).map_or(0, |last| last + 1)
}
