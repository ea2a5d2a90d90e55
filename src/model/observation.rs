//! What `map` makes of a table: observations, and the breakdowns they belong to.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::count::Count;
use super::place::At;
use super::term::{DimensionId, DimensionSet, Extent, Period, Term};

/// What a line of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grain {
    /// Counts by labels.
    Crosstab,
    /// One case a line.
    Record,
    /// Columns that do not belong together.
    Lists,
    /// A stated figure split by nothing.
    Total,
}

impl Grain {
    /// Whether its table is one of lines without counts.
    #[must_use]
    pub fn is_lines(self) -> bool {
        matches!(self, Self::Record | Self::Lists)
    }

    /// The text stored in `grain`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Crosstab => "crosstab",
            Self::Record => "record",
            Self::Lists => "lists",
            Self::Total => "total",
        }
    }
}

/// How a row adds up with its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RowRole {
    Part,
    Total,
    Subtotal,
    /// Lies inside the row `part_of` names.
    OfWhich,
    /// May lie inside the row `part_of` names: nothing in the low sum, all of it in the high one.
    NestingUnstated,
}

impl RowRole {
    /// The text stored in `row_role`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Total => "total",
            Self::Subtotal => "subtotal",
            Self::OfWhich => "of_which",
            Self::NestingUnstated => "nesting_unstated",
        }
    }
}

/// Meaning of one dimension in one observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordinate {
    pub term: Term,
    /// The headline column's own term where a second column refined it; else the same term.
    pub given: Term,
    /// The second column's own term, where there is one: what a total over that column alone sums by.
    pub detail: Option<Term>,
}

impl Coordinate {
    /// A term that nothing refined.
    #[must_use]
    pub fn plain(term: Term) -> Self {
        Self { given: term.clone(), term, detail: None }
    }

    /// Whether a total so labelled sums a part so labelled: headline by headline, detail by detail.
    fn sums(&self, part: &Self) -> bool {
        let headline = *self.given.extent() == Extent::All || self.given == part.given;
        headline && self.detail.as_ref().is_none_or(|detail| part.detail.as_ref() == Some(detail))
    }
}

/// One count with its meaning and its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Hash of file id, sheet, cell and part: survives label, config and version changes.
    pub id: String,
    /// Index into the file's breakdowns.
    pub breakdown: usize,
    /// One a dimension, in the plan's order.
    pub coordinates: Vec<Coordinate>,
    pub period: Term,
    /// The table is split by period, and this figure is of all of them; or it is not split by period at all.
    pub whole_period: bool,
    pub count: Count,
    pub role: RowRole,
    /// The observation this one lies, or may lie, inside.
    pub part_of: Option<String>,
    pub at: At,
    pub raw_value: String,
    /// The labels as given, outermost first.
    pub raw_labels: String,
    /// The same one by one, with their places.
    pub labels: Vec<PlacedLabel>,
}

/// One label of an observation: where it stands, and what decided its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedLabel {
    pub dimension: DimensionId,
    pub raw: Arc<str>,
    /// Where it stands; for a blank cell of a list, where it would stand.
    pub at: At,
    /// The words of the header it stands under; empty if none.
    pub header: Arc<str>,
    /// The term it became by itself, before other labels refined it.
    pub term: Term,
    /// The line of a configuration file, or the grammar; empty if nothing decided.
    pub decided_by: Arc<str>,
}

impl Observation {
    /// Whether it is added up: a part, or what may lie inside one.
    #[must_use]
    pub fn is_summand(&self) -> bool {
        matches!(self.role, RowRole::Part | RowRole::NestingUnstated)
    }

    /// What it adds for certain: nothing if it may lie inside another part.
    #[must_use]
    pub fn certain(&self) -> i64 {
        if self.role == RowRole::Part { self.count.certain() } else { 0 }
    }

    /// Whether this stated total sums the other: it equals it wherever it is not `all`, period included.
    #[must_use]
    pub fn sums(&self, part: &Self) -> bool {
        let period = self.period == part.period || self.period_covers(part);
        period && self.coordinates.iter().zip(&part.coordinates).all(|(total, part)| total.sums(part))
    }

    /// A total over all periods of its table has the table's whole period.
    fn period_covers(&self, part: &Self) -> bool {
        self.whole_period && !part.whole_period
    }
}

/// A stated figure that is no count: an average, a youngest. It is never added to anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatedFigure {
    /// Hash of file id, sheet and cell.
    pub id: String,
    pub sheet: Arc<str>,
    pub csv: bool,
    pub police_force: Arc<str>,
    /// The words that say what it is, as given.
    pub statistic: Arc<str>,
    /// What its labels mean, by dimension; the period apart.
    pub terms: Vec<(DimensionId, Term)>,
    pub period: Term,
    /// Absent where the cell holds a token instead of a number.
    pub value: Option<f64>,
    pub at: At,
    pub raw_value: String,
    pub raw_labels: String,
}

/// One table's split, with what its title, sheet or request holds fixed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// Hash of file id, sheet, first cell of the table and split.
    pub id: String,
    pub sheet: Arc<str>,
    pub csv: bool,
    /// The force its table names, else the force, or set of forces joined by `|`, of the return.
    pub police_force: Arc<str>,
    pub grain: Grain,
    pub unit: Arc<str>,
    pub count_basis: Arc<str>,
    /// The dimensions that vary, period included.
    pub split: DimensionSet,
    /// One term a dimension: what is held fixed, else `all`.
    pub fixed: Vec<Term>,
    /// The whole time its counts cover.
    pub period: Period,
    pub period_term: Term,
    /// First row and column of the table. Breakdowns of one table share sheet and place.
    pub at: At,
    /// Why the table was read so, a clause each.
    pub reading: Vec<String>,
}

impl Breakdown {
    /// Whether an observation is the total of all of it: over every dimension that varies, and over all periods.
    #[must_use]
    pub fn is_whole(&self, observation: &Observation, period: DimensionId) -> bool {
        let all = |id: DimensionId| *observation.coordinates[id].term.extent() == Extent::All;
        observation.role == RowRole::Total && observation.whole_period && self.split.without(period).iter().all(all)
    }

    /// Dimensions held at something narrower than `all`, period and the context dimensions left out by `except`.
    #[must_use]
    pub fn narrowed(&self, except: DimensionSet) -> DimensionSet {
        self.fixed
            .iter()
            .enumerate()
            .filter(|(id, term)| !except.contains(*id) && **term != Term::all())
            .map(|(id, _)| id)
            .collect()
    }
}
