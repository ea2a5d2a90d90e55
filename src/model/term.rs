//! What a label means: a named set of leaves, an interval of ages or a period, or one of the reserved terms.
//!
//! Raw text is `str`; meaning is [`Term`]. Of a label only `lexicon::resolve` makes a term, and only the `map` stage
//! resolves labels of returns (`intake` resolves the offence that a request names), so that no other code can pass a
//! label off as its meaning.

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Position of a dimension in the plan; also its bit in a [`DimensionSet`].
pub type DimensionId = usize;

/// A set of dimensions as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct DimensionSet(pub u32);

impl DimensionSet {
    /// The set with one dimension more.
    #[must_use]
    pub fn with(self, id: DimensionId) -> Self {
        Self(self.0 | 1 << id)
    }
    /// The set without one dimension.
    #[must_use]
    pub fn without(self, id: DimensionId) -> Self {
        Self(self.0 & !(1 << id))
    }
    #[must_use]
    pub fn contains(self, id: DimensionId) -> bool {
        self.0 & (1 << id) != 0
    }
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Dimensions in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// Whether every dimension of `other` is here.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    /// How many.
    #[must_use]
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }
    /// The only member, if there is exactly one.
    #[must_use]
    pub fn single(self) -> Option<DimensionId> {
        (self.len() == 1).then(|| self.0.trailing_zeros() as DimensionId)
    }
    /// Members, ascending.
    pub fn iter(self) -> impl Iterator<Item = DimensionId> {
        (0..32).filter(move |id| self.contains(*id))
    }
}

impl FromIterator<DimensionId> for DimensionSet {
    fn from_iter<I: IntoIterator<Item = DimensionId>>(ids: I) -> Self {
        ids.into_iter().fold(Self::default(), Self::with)
    }
}

/// Ages in completed years, both ends included; `to` is absent where the bracket is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ages {
    pub from: u16,
    pub to: Option<u16>,
}

impl Ages {
    /// Whether every age of `other` is here.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && self.to.is_none_or(|to| other.to.is_some_and(|o| o <= to))
    }
    /// Whether the two share no age.
    #[must_use]
    pub fn disjoint(self, other: Self) -> bool {
        self.to.is_some_and(|to| to < other.from) || other.to.is_some_and(|to| to < self.from)
    }
}

/// What sort of period a label states; the `period_kind` of an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PeriodKind {
    FinancialYear,
    CalendarYear,
    /// A bare year whose reading (calendar or financial) nothing states: no dates.
    YearBasisNotStated,
    /// Without dates where it is one of a year whose reading nothing states.
    Quarter,
    Month,
    /// A month, or a span of months, whose year nothing states: no dates.
    MonthYearNotStated,
    Range,
    /// A start without an end of its own: it ends when the figures were drawn, where that is known.
    OpenEnded,
    /// Relative to a date nothing states (`in the last year`): no dates.
    Relative,
    NotStated,
}

impl PeriodKind {
    /// The text stored in `period_kind`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::FinancialYear => "financial year",
            Self::CalendarYear => "calendar year",
            Self::YearBasisNotStated => "year, basis not stated",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::MonthYearNotStated => "month, year not stated",
            Self::Range => "range",
            Self::OpenEnded => "open-ended",
            Self::Relative => "relative",
            Self::NotStated => "not stated",
        }
    }
}

/// First and last day, both included, where stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub kind: PeriodKind,
}

impl Period {
    /// Nothing is known.
    pub const NOT_STATED: Self = Self { from: None, to: None, kind: PeriodKind::NotStated };

    /// Both ends, where both are known.
    #[must_use]
    pub fn bounds(self) -> Option<(Date, Date)> {
        Some((self.from?, self.to?))
    }
    /// Whether every day of `other` is certainly here.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        matches!((self.bounds(), other.bounds()), (Some((from, to)), Some((f, t))) if from <= f && t <= to)
    }
    /// Whether the two certainly share no day.
    #[must_use]
    pub fn disjoint(self, other: Self) -> bool {
        let before = |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a < b);
        before(self.to, other.from) || before(other.to, self.from)
    }
}

/// What a term covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Extent {
    /// Not split by this dimension.
    All,
    /// Stated to be unknown.
    Unknown,
    /// A label nobody has mapped: it may be anything.
    Unmapped,
    /// Leaf codes, sorted.
    Leaves(Arc<[Arc<str>]>),
    Ages(Ages),
    Period(Period),
}

impl Extent {
    /// Whether `other` certainly lies inside; reserved terms lie in nothing but `All`.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Leaves(here), Self::Leaves(there)) => there.iter().all(|leaf| here.contains(leaf)),
            (Self::Ages(here), Self::Ages(there)) => here.covers(*there),
            (Self::Period(here), Self::Period(there)) => here.covers(*there),
            _ => false,
        }
    }
    /// Whether the two certainly share nothing.
    #[must_use]
    pub fn disjoint(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Leaves(here), Self::Leaves(there)) => !there.iter().any(|leaf| here.contains(leaf)),
            (Self::Ages(here), Self::Ages(there)) => here.disjoint(*there),
            (Self::Period(here), Self::Period(there)) => here.disjoint(*there),
            (Self::Unknown, Self::Leaves(_) | Self::Ages(_)) | (Self::Leaves(_) | Self::Ages(_), Self::Unknown) => true,
            _ => false,
        }
    }
}

/// A term: its name in the warehouse and what it covers. A shared pointer, because every observation has dozens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Term(Arc<Inner>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Inner {
    name: Arc<str>,
    extent: Extent,
}

static ALL: LazyLock<Term> = LazyLock::new(|| Term::new("all", Extent::All));

impl Term {
    /// For `lexicon`, which decides what a label means, and for the vocabulary that `config` compiles for it.
    pub(crate) fn new(name: impl Into<Arc<str>>, extent: Extent) -> Self {
        Self(Arc::new(Inner { name: name.into(), extent }))
    }
    /// Reserved: not split by the dimension.
    #[must_use]
    pub fn all() -> Self {
        ALL.clone()
    }
    /// Reserved: stated to be unknown.
    #[must_use]
    pub fn unknown() -> Self {
        Self::new("unknown", Extent::Unknown)
    }
    /// Reserved: a label without a decision.
    #[must_use]
    pub fn unmapped() -> Self {
        Self::new("unmapped", Extent::Unmapped)
    }
    /// A period as a term, named by its dates.
    #[must_use]
    pub fn period(period: Period, given: &str) -> Self {
        let day = |date: Option<Date>| date.map_or_else(|| "..".to_owned(), |d| d.to_string());
        let name = match (period.from, period.to) {
            (None, None) if period.kind == PeriodKind::NotStated => "not stated".to_owned(),
            (None, None) => given.to_owned(),
            (from, to) => format!("{}/{}", day(from), day(to)),
        };
        Self::new(name, Extent::Period(period))
    }
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.0.name
    }
    #[must_use]
    pub fn extent(&self) -> &Extent {
        &self.0.extent
    }
}
