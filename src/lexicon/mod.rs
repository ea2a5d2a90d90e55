//! What words mean, with no input or output. It has two faces:
//!
//! - [`Lexicon::recognise`] says what a text *may* be: a count, a total word, a header of some dimension, a label of
//!   some dimension. `detect` sees only this face, so it cannot decide a term.
//! - [`Lexicon::resolve`] decides what a label *means* in its context. Only `map` calls it, and `intake` for the
//!   offence a request names; nothing else makes a term of a text. Matching is exact after [`normal::normalise`];
//!   near matches are hints for a person.

pub mod age;
pub mod asked;
pub mod labels;
pub mod normal;
pub mod number;
pub mod period;
pub mod recognise;
pub mod resolve;
pub mod span;
pub mod titles;
pub mod words;

use regex::RegexSet;

use crate::model::term::{DimensionId, DimensionSet};
pub use labels::{LabelBook, LabelRule, Scope, Verdict};
pub use recognise::Recognised;
pub use resolve::{Decision, Doubt, LabelContext, Resolution};
pub use words::{Tokens, Words};

/// How the labels of a dimension are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grammar {
    /// Labels are listed; each means a set of leaf codes.
    Codes,
    /// Ages, by [`age`].
    Interval,
    /// Periods, by [`period`].
    Period,
}

/// One dimension's part of the lexicon.
#[derive(Debug)]
pub struct DimensionWords {
    pub name: String,
    pub grammar: Grammar,
    /// The unit whose counts this dimension describes, to tell `age` of victims from `age` of suspects.
    pub unit: Option<usize>,
    pub labels: LabelBook,
}

/// Everything that is known about words, compiled from configuration.
#[derive(Debug)]
pub struct Lexicon {
    /// In the plan's order; a [`DimensionId`] is an index here.
    pub dimensions: Vec<DimensionWords>,
    /// The dimension of kind `period`.
    pub period: DimensionId,
    pub words: Words,
    pub tokens: Tokens,
}

impl Lexicon {
    /// The one normal form of a label.
    #[must_use]
    pub fn normal(&self, text: &str) -> String {
        normal::normalise(text)
    }

    /// What is left when no subject is known: totals, notes, tokens and the like, but no dimension, unit or header of
    /// one.
    #[must_use]
    pub fn without_subjects(mut self) -> Self {
        self.dimensions.clear();
        for patterns in [&mut self.words.headers, &mut self.words.refining, &mut self.words.units] {
            *patterns = RegexSet::empty();
        }
        self
    }

    /// Of several candidates, those that describe `unit`, if any of them names a unit at all.
    #[must_use]
    pub fn for_unit(&self, candidates: DimensionSet, unit: Option<usize>) -> DimensionSet {
        let fitting: DimensionSet =
            candidates.iter().filter(|id| self.dimensions[*id].unit.is_none_or(|of| Some(of) == unit)).collect();
        if fitting.is_empty() { candidates } else { fitting }
    }
}
