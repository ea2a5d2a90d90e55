//! A grid with what each of its texts may be, recognised once a distinct text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::turned::Turned;
use crate::lexicon::number;
use crate::lexicon::{Lexicon, Recognised};
use crate::model::grid::{Content, Grid};
use crate::model::place::At;

/// Characters beyond which a text nobody knows is a narrative.
const LONGEST_LABEL: usize = 120;

/// A rectangle of a sheet, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub first: At,
    pub last: At,
}

impl Block {
    /// The smallest block that holds every cell; `None` if there is none.
    pub(super) fn of(grid: &Grid) -> Option<Self> {
        let place = |at| Self { first: at, last: at };
        grid.cells().iter().map(|cell| place(cell.at)).reduce(Self::with)
    }

    /// Whether some column runs through both.
    pub(super) fn shares_columns(self, other: Self) -> bool {
        self.first.col <= other.last.col && other.first.col <= self.last.col
    }

    /// The smallest block that holds both.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            first: At { row: self.first.row.min(other.first.row), col: self.first.col.min(other.first.col) },
            last: At { row: self.last.row.max(other.last.row), col: self.last.col.max(other.last.col) },
        }
    }
}

/// A grid and what its texts may be.
pub(super) struct Sheet<'a> {
    pub grid: &'a Grid,
    pub lexicon: &'a Lexicon,
    /// What the return counts.
    pub unit: Option<usize>,
    /// For each cell its text, shared by all cells that hold the same, and what it may be.
    words: Vec<(Arc<str>, Rc<Recognised>)>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(grid: &'a Grid, lexicon: &'a Lexicon, unit: Option<usize>) -> Self {
        let mut known: HashMap<Cow<'_, str>, (Arc<str>, Rc<Recognised>)> = HashMap::new();
        let words = grid
            .cells()
            .iter()
            .map(|cell| {
                let raw = cell.raw();
                match known.get(&raw) {
                    Some(found) => found.clone(),
                    None => {
                        let found = (Arc::from(&*raw), Rc::new(lexicon.recognise(&raw)));
                        known.entry(raw).or_insert(found).clone()
                    }
                }
            })
            .collect();
        Self { grid, lexicon, unit, words }
    }

    /// The same texts in a block that was turned.
    pub(super) fn of_turned(&self, turned: &'a Turned) -> Self {
        let words = turned.cells.iter().map(|index| self.words[*index].clone()).collect();
        Self { grid: &turned.grid, lexicon: self.lexicon, unit: self.unit, words }
    }

    /// Cells of a block's row, left to right.
    pub(super) fn row(&self, block: Block, row: u32) -> Range<usize> {
        self.grid.row_within(row, block.first.col..=block.last.col)
    }

    /// Rows of a block that hold a cell, ascending.
    pub(super) fn rows(&self, block: Block) -> Vec<u32> {
        let rows = self.grid.filled_rows_within(block.first.row..=block.last.row);
        rows.filter(|row| !self.row(block, *row).is_empty()).collect()
    }

    pub(super) fn at(&self, index: usize) -> At {
        self.grid.cells()[index].at
    }

    pub(super) fn raw(&self, index: usize) -> &Arc<str> {
        &self.words[index].0
    }

    /// The text as a label. A narrative under a header of labels is no label: only its length is passed on, so that it
    /// reaches no table, log or finding.
    pub(super) fn label(&self, index: usize) -> Arc<str> {
        let (text, words) = &self.words[index];
        let length = text.chars().count();
        if length > LONGEST_LABEL && words.label_of.is_empty() {
            return format!("[text of {length} characters]").into();
        }
        text.clone()
    }

    pub(super) fn words(&self, index: usize) -> &Recognised {
        &self.words[index].1
    }

    /// The cell's value, if it is nothing but a number.
    pub(super) fn number(&self, index: usize) -> Option<f64> {
        match &self.grid.cells()[index].content {
            Content::Number(number) => Some(*number),
            Content::Text(_) => self.words[index].1.number,
            Content::Date { .. } | Content::Error(_) => None,
        }
    }

    /// A number, an error, or a token that stands for a count, also where it could be a label: for columns that
    /// are known to hold counts, where `<5` is no age.
    pub(super) fn may_count(&self, index: usize) -> bool {
        self.count_like(index) || self.words(index).count
    }

    /// A number, or a token that stands for one: not one of the words for a figure that is missing.
    pub(super) fn may_be_figure(&self, index: usize) -> bool {
        self.number(index).is_some() || self.words(index).bounds.is_some()
    }

    /// A number with the sign of a currency.
    pub(super) fn is_money(&self, index: usize) -> bool {
        const SIGNS: &[char] = &['\u{a3}', '$', '\u{20ac}'];
        let text = self.raw(index).trim();
        let bare = text.trim_start_matches('-').trim_start_matches(SIGNS).trim_end_matches(SIGNS).trim();
        bare.len() < text.trim_start_matches('-').len() && number::number(bare).is_some()
    }

    /// A listed label, or a header of labels or counts: wherever it stands, it says what some figure is of.
    pub(super) fn is_telling(&self, index: usize) -> bool {
        let words = self.words(index);
        words.listed || !words.header_of.is_empty() || words.count_header
    }

    /// What stands beside a label in a row of figures: figures, shares of them, marks.
    pub(super) fn is_beside_label(&self, index: usize) -> bool {
        self.may_be_figure(index) || self.words(index).share || self.is_mark(index)
    }

    /// A letter or sign beside a number that says how it stands: `r`, `(p)`, `*`.
    pub(super) fn is_mark(&self, index: usize) -> bool {
        let normal = &self.words(index).normal;
        let bare = normal.trim_matches(|c: char| "()[]".contains(c));
        bare.chars().count() <= 2 && self.words(index).number.is_none() && self.words(index).label_of.is_empty()
    }

    pub(super) fn is_error(&self, index: usize) -> bool {
        matches!(self.grid.cells()[index].content, Content::Error(_))
    }

    /// A number, an error, or a token that stands for a count and is no label besides.
    pub(super) fn count_like(&self, index: usize) -> bool {
        let words = self.words(index);
        match &self.grid.cells()[index].content {
            Content::Number(_) | Content::Error(_) => true,
            Content::Date { .. } => false,
            Content::Text(_) => words.number.is_some() || (words.count && words.label_of.is_empty()),
        }
    }
}
