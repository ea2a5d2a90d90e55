//! What `detect` makes of a grid: tables whose cells know their labels, and a role for every cell.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::because::Because;
use super::observation::Grain;
use super::place::At;
use super::recipe::Shares;
use super::term::{DimensionId, DimensionSet};

/// What a non-blank cell is. Every cell has exactly one (law 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CellRole {
    /// A count.
    Value,
    /// A stated total of other counts.
    Total,
    /// A stated figure that is no count: an average, a youngest.
    Figure,
    /// A label of a row or of a line.
    Label,
    /// The number of a line.
    LineNumber,
    Header,
    Title,
    Note,
    /// Not understood or not to be loaded; the reason is in the findings.
    SetAside,
}

impl CellRole {
    /// Every role, for ledgers.
    pub const EVERY: [Self; 9] = [
        Self::Value,
        Self::Total,
        Self::Figure,
        Self::Label,
        Self::LineNumber,
        Self::Header,
        Self::Title,
        Self::Note,
        Self::SetAside,
    ];
}

/// A label attached to a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    pub dimension: DimensionId,
    pub raw: Arc<str>,
    /// Where the label stands; for a blank cell of a list, where it would stand.
    pub at: At,
    /// The words of the column header it stands under; empty if none.
    pub header: Arc<str>,
    /// A second column of the same dimension, which says more about the first.
    pub refines: bool,
}

/// How a counted row stands to the others of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Plain,
    Total,
    Subtotal,
    /// `of which`: lies inside the value at this index of the table.
    OfWhich(usize),
}

/// One count, or one line of a list, with its labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The cell that holds the count; for a line, its first filled cell.
    pub at: At,
    pub labels: Vec<Attached>,
    /// The words that make it a total, as given; empty for what is none.
    pub total_words: Arc<str>,
    pub standing: Standing,
    /// Unit named by the count's column header.
    pub unit: Option<usize>,
}

/// A figure that is no count, with the labels of its row or column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedFigure {
    pub at: At,
    /// The words that say what it is, as given: `Average age`.
    pub words: Arc<str>,
    pub labels: Vec<Attached>,
}

/// Whether cells are counts, or lines are cases or list entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Counts,
    Lines,
}

/// A block of a grid with its values and labels.
#[derive(Debug, Clone)]
pub struct Table {
    pub first: At,
    pub last: At,
    pub shape: Shape,
    pub values: Vec<Value>,
    /// What it states besides counts.
    pub figures: Vec<StatedFigure>,
    /// What its counts are shares of, where a layout recipe says so.
    pub shares: Option<Shares>,
    /// Dimensions of a `Lines` table's columns, for lists: one breakdown each.
    pub columns: DimensionSet,
    /// Its lines are numbered: each is one, whatever it leaves blank.
    pub numbered: bool,
    /// What its lines are, where a layout recipe says so.
    pub grain: Option<Grain>,
    /// Texts that speak of the whole table, nearest first: its own titles, the sheet's, the sheet's name.
    pub titles: Vec<Arc<str>>,
    /// What speaks for this reading.
    pub why: Vec<Because>,
}

/// Two tables that say the same are the same, whatever speaks for each reading.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        let Self { first, last, shape, values, figures, shares, columns, numbered, grain, titles, why: _ } = self;
        (*first, *last, *shape, *columns) == (other.first, other.last, other.shape, other.columns)
            && (*numbered, *grain) == (other.numbered, other.grain)
            && *values == other.values
            && (figures, shares) == (&other.figures, &other.shares)
            && *titles == other.titles
    }
}
