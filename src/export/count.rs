//! A published count: what is known exactly of it, and what a force itself gave as a range.

use std::ops::RangeInclusive;

/// A range that a force gave, or leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub low: i64,
    /// Absent where nothing bounds it.
    pub high: Option<i64>,
}

/// A sum of counts, with the exact ones and the ranges apart: who knows the ranges can still subtract.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Count {
    /// Absent where nothing was counted exactly.
    pub exact: Option<i64>,
    pub span: Option<Span>,
    /// Something that is not published may belong to it, so nothing bounds it.
    pub open: bool,
    /// It stands for a count that the force did not give.
    pub missing: bool,
}

impl Count {
    pub(super) fn exactly(count: i64) -> Self {
        Self { exact: Some(count), ..Self::default() }
    }

    pub(super) fn between(low: i64, high: Option<i64>) -> Self {
        if Some(low) == high { Self::exactly(low) } else { Self { span: Some(Span { low, high }), ..Self::default() } }
    }

    pub(super) fn missing() -> Self {
        Self { missing: true, ..Self::between(0, None) }
    }

    pub(super) fn low(&self) -> i64 {
        self.exact.unwrap_or(0) + self.span.map_or(0, |span| span.low)
    }

    /// Absent where nothing bounds it.
    pub(super) fn high(&self) -> Option<i64> {
        if self.open {
            return None;
        }
        self.span.map_or(Some(0), |span| span.high).map(|high| high + self.exact.unwrap_or(0))
    }

    /// Whether it may be one of these counts.
    pub(super) fn touches(&self, counts: &RangeInclusive<i64>) -> bool {
        self.low() <= *counts.end() && self.high().is_none_or(|high| high >= *counts.start())
    }

    pub(super) fn add(&mut self, other: &Self) {
        if let Some(more) = other.exact {
            *self.exact.get_or_insert(0) += more;
        }
        if let Some(more) = other.span {
            let span = self.span.get_or_insert(Span { low: 0, high: Some(0) });
            span.low += more.low;
            span.high = span.high.zip(more.high).map(|(one, other)| one + other);
        }
        self.open |= other.open;
        self.missing |= other.missing;
    }
}
