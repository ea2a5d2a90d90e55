//! A count with its bounds: a number that is not known exactly is never stored as if it were.

use serde::{Deserialize, Serialize};

/// How a count came to be what it is; the `count_status` of an observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// The source gives the number.
    Exact,
    /// The source gives a range, for this reason (`suppressed`, `rounded`, `relative` ...).
    Bounded(Box<str>),
    /// The source gives no number, for this reason (`refused`, `not_held`, `error` ...).
    Missing(Box<str>),
    /// The source gives no number and no reason, only a blank or a dash: zero if a total proves it, else missing.
    Open(Box<str>),
    /// A blank or a dash that is zero, because a stated total leaves nothing for it.
    ProvenZero,
}

impl Status {
    /// The text stored in `count_status`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Exact => "exact".into(),
            Self::Bounded(reason) => reason.to_string(),
            Self::Missing(reason) | Self::Open(reason) => format!("missing: {reason}"),
            Self::ProvenZero => "zero: its total leaves nothing for it".into(),
        }
    }
}

/// The reason of a range that a total gives.
const RELATIVE: &str = "relative";

/// At least `low`, at most `high`. `high` is absent where nothing bounds it; both are absent where it is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub low: Option<i64>,
    pub high: Option<i64>,
    pub status: Status,
}

impl Count {
    /// A number the source states.
    #[must_use]
    pub fn exact(number: i64) -> Self {
        Self { low: Some(number), high: Some(number), status: Status::Exact }
    }

    /// A range the source states; `high` of `None` is unbounded.
    #[must_use]
    pub fn bounded(low: i64, high: Option<i64>, reason: &str) -> Self {
        Self { low: Some(low), high, status: Status::Bounded(reason.into()) }
    }

    /// No number, with the reason.
    #[must_use]
    pub fn missing(reason: &str) -> Self {
        Self { low: None, high: None, status: Status::Missing(reason.into()) }
    }

    /// A blank, a dash or the like: no number until a total proves it zero.
    #[must_use]
    pub fn open(reason: &str) -> Self {
        Self { low: None, high: None, status: Status::Open(reason.into()) }
    }

    /// What an open count is once a total has proved it.
    #[must_use]
    pub fn proven_zero() -> Self {
        Self { low: Some(0), high: Some(0), status: Status::ProvenZero }
    }

    /// Whether it is open still.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Open(_))
    }

    /// More than half of a stated total: at least half of it and one, at most all of it.
    #[must_use]
    pub fn majority_of(total: &Self) -> Self {
        Self::bounded(total.certain() / 2 + 1, total.high, RELATIVE)
    }

    /// Whether its bounds come of the total themselves.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        matches!(&self.status, Status::Bounded(reason) if **reason == *RELATIVE)
    }

    /// Low bound to sum with: nothing is certain of a missing count.
    #[must_use]
    pub fn certain(&self) -> i64 {
        self.low.unwrap_or(0)
    }
}

/// Sum of highs; one unbounded part leaves the sum unbounded (law 5).
pub fn sum_high(highs: impl IntoIterator<Item = Option<i64>>) -> Option<i64> {
    highs.into_iter().try_fold(0_i64, |sum, high| high.and_then(|h| sum.checked_add(h)))
}
