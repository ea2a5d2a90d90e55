//! What comes of comparing figures with figures: totals with parts, requests with each other.

use std::sync::Arc;

use super::finding::Finding;
use super::place::Place;
use super::term::{DimensionId, Period, Term};

/// What comes of comparing figures with figures.
#[derive(Debug, Default)]
pub struct Reconciled {
    pub totals: Vec<Reconciliation>,
    pub tightened: Vec<Tightened>,
    pub overlaps: Vec<Overlap>,
    pub disagreements: Vec<Disagreement>,
    /// Sums of every breakdown, by file.
    pub sums: Vec<Vec<Sums>>,
    pub chosen: Vec<Chosen>,
    pub findings: Vec<Finding>,
}

/// One stated total against the parts of one breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    pub total_id: String,
    pub breakdown_id: String,
    pub parts: usize,
    pub stated_low: Option<i64>,
    pub stated_high: Option<i64>,
    pub parts_low: i64,
    pub parts_high: Option<i64>,
    /// Stated less parts: at least, at most; unbounded where the parts are.
    pub residual_low: Option<i64>,
    pub residual_high: Option<i64>,
    /// The total is over every dimension but the period: the whole of its breakdown in its period.
    pub sums_all: bool,
    /// The parts are known to be all of the total, so that it bounds them from below too.
    pub parts_are_all: bool,
}

impl Reconciliation {
    /// `balances`, `within bounds`, or `residual`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match (self.residual_low, self.residual_high) {
            (Some(0), Some(0)) => "balances",
            (low, high) if low.is_none_or(|l| l <= 0) && high.is_none_or(|h| h >= 0) => "within bounds",
            _ => "residual",
        }
    }
}

/// Bounds of a count that totals imply, where they are narrower than what is stated of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tightened {
    pub observation_id: String,
    pub low: i64,
    pub high: i64,
    /// The totals they rest on: their observations, sorted.
    pub totals: Vec<String>,
}

/// A stated total and what another breakdown of the same force and request, or several that add up, give for the same
/// slice, where not all of them can be right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disagreement {
    pub total_id: String,
    /// The other breakdown, or those that add up, in the order of their places.
    pub breakdown_ids: Vec<String>,
    pub stated_low: i64,
    pub stated_high: Option<i64>,
    pub other_low: i64,
    pub other_high: Option<i64>,
}

/// How two figures stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The shorter period lies inside the longer, and so may its figure.
    Consistent,
    /// The shorter period lies inside the longer, but its figure is larger.
    Contradiction,
    /// The periods are the same.
    Restated,
    /// The periods overlap, but neither certainly lies inside the other.
    PartlyShared,
    DifferentUnit,
}

impl Relation {
    /// The text stored in `relation`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Consistent => "consistent",
            Self::Contradiction => "contradiction",
            Self::Restated => "same period",
            Self::PartlyShared => "periods partly shared",
            Self::DifferentUnit => "different unit or count basis",
        }
    }
}

/// One figure of one request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    pub request: Arc<str>,
    pub unit: Arc<str>,
    pub count_basis: Arc<str>,
    pub period: Period,
    pub low: i64,
    pub high: Option<i64>,
    pub stated: bool,
    pub breakdown_id: String,
    pub place: Place,
}

/// Two figures that speak of the same force, offence and slice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overlap {
    pub police_force: Arc<str>,
    pub offence: Arc<str>,
    /// The dimension and term of the slice; none for the whole.
    pub slice: Slice,
    pub one: Side,
    pub other: Side,
    pub relation: Relation,
}

/// A slice of a breakdown: one term of one dimension, or the whole.
pub type Slice = Option<(DimensionId, Term)>;

/// What the counts of one breakdown come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// The total stated for the whole breakdown: low, high, and its observation.
    pub stated: Option<(Option<i64>, Option<i64>, String)>,
    /// Sum of the parts; none where there are no parts.
    pub parts: Option<(i64, Option<i64>)>,
}

/// A breakdown chosen for a question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chosen {
    pub request: Arc<str>,
    pub police_force: Arc<str>,
    pub unit: Arc<str>,
    pub count_basis: Arc<str>,
    /// Dimensions joined by ` x ` in the plan's order; `total` for none.
    pub question: String,
    pub breakdown_id: String,
    pub why: String,
}
