//! The words of tables whatever their subject: totals, `of which`, headers, and the tokens that stand for counts.

use std::collections::HashMap;

use regex::{Regex, RegexSet};

use super::asked;
use crate::model::count::Count;
use crate::model::term::{DimensionId, DimensionSet};

/// Patterns over normalised text; each matches the whole of it.
#[derive(Debug)]
pub struct Words {
    pub total: RegexSet,
    pub subtotal: RegexSet,
    pub grand_total: RegexSet,
    /// Each has a group `rest`: what the total is of.
    pub total_of: Vec<Regex>,
    /// Each has a group `rest`: the label after the words.
    pub of_which: Vec<Regex>,
    /// Each may have a group `rest`: the label before the words.
    pub of_which_below: Vec<Regex>,
    pub line_number: RegexSet,
    pub count: RegexSet,
    pub percent: RegexSet,
    /// Names a figure that is no count: an average, a youngest.
    pub statistic: RegexSet,
    pub note: RegexSet,
    /// One pattern a header, with the dimension it names.
    pub headers: RegexSet,
    pub header_dimensions: Vec<DimensionId>,
    /// One pattern a header of a refining column, with the dimension it refines.
    pub refining: RegexSet,
    pub refining_dimensions: Vec<DimensionId>,
    /// One pattern a count header, with the unit it names.
    pub units: RegexSet,
    pub unit_ids: Vec<usize>,
}

impl Words {
    /// Dimensions a column so headed may hold.
    #[must_use]
    pub fn header_of(&self, normal: &str) -> DimensionSet {
        self.headers.matches(normal).into_iter().map(|at| self.header_dimensions[at]).collect()
    }
    /// The dimension a column so headed refines.
    #[must_use]
    pub fn refines(&self, normal: &str) -> Option<DimensionId> {
        self.refining.matches(normal).into_iter().map(|at| self.refining_dimensions[at]).next()
    }
    /// The unit a count column so headed counts.
    #[must_use]
    pub fn unit(&self, normal: &str) -> Option<usize> {
        self.units.matches(normal).into_iter().map(|at| self.unit_ids[at]).next()
    }
    /// What `Kent total` or `total for Kent` is the total of.
    #[must_use]
    pub fn total_of<'t>(&self, normal: &'t str) -> Option<&'t str> {
        rest(&self.total_of, normal)
    }
    /// The label after `of which`.
    #[must_use]
    pub fn of_which<'t>(&self, normal: &'t str) -> Option<&'t str> {
        rest(&self.of_which, normal)
    }
    /// The label before a final `of which`, which says that the rows below lie in this one; empty if it stands alone.
    #[must_use]
    pub fn of_which_below<'t>(&self, normal: &'t str) -> Option<&'t str> {
        // Captures cost more than a look whether there are any.
        let pattern = self.of_which_below.iter().find(|pattern| pattern.is_match(normal))?;
        let found = pattern.captures(normal)?;
        Some(found.name("rest").map_or("", |rest| rest.as_str()))
    }
    /// The label itself, without the words that say how its row stands to others.
    #[must_use]
    pub fn label<'t>(&self, normal: &'t str) -> &'t str {
        self.of_which(normal).or_else(|| self.of_which_below(normal)).unwrap_or(normal)
    }
}

fn rest<'t>(patterns: &[Regex], normal: &'t str) -> Option<&'t str> {
    let mut matching = patterns.iter().filter(|pattern| pattern.is_match(normal));
    matching.find_map(|pattern| Some(pattern.captures(normal)?.name("rest")?.as_str()))
}

/// What a token in a count cell stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A number, a range, a missing value with its reason, or what is zero if a total proves it.
    Count(Count),
    /// More than half of a total stated in the same table.
    Majority,
}

/// A token and where it holds.
#[derive(Debug, Clone)]
pub struct TokenRule {
    pub force: Option<String>,
    pub request: Option<String>,
    pub token: Token,
    /// As written, for a person.
    pub raw: String,
    /// Whether the line is shipped vocabulary, which may stay unused (law 9).
    pub stock: bool,
    /// `config/tokens.csv:12`.
    pub source: String,
}

/// Tokens by normalised text; the most specific rule is first.
#[derive(Debug, Default)]
pub struct Tokens(pub HashMap<String, Vec<TokenRule>>);

impl Tokens {
    /// What a cell with nothing in it is listed as; pivot tables write it so too.
    pub const BLANK: &str = "(blank)";

    /// The rules for exactly this text. Every look for one comes here.
    fn rules_for(&self, normal: &str) -> Option<&Vec<TokenRule>> {
        asked::note(normal);
        self.0.get(normal)
    }

    /// Whether a text may stand for a count somewhere.
    #[must_use]
    pub fn knows(&self, normal: &str) -> bool {
        self.rules_for(normal).is_some()
    }
    /// The widest bounds it has anywhere; `None` if it is no token, or none that bounds a count.
    #[must_use]
    pub fn bounds(&self, normal: &str) -> Option<(i64, Option<i64>)> {
        let counts = self.rules_for(normal)?.iter().filter_map(|rule| match &rule.token {
            Token::Count(count) => Some((count.low?, count.high)),
            Token::Majority => None,
        });
        counts.reduce(|(low, high), (l, h)| (low.min(l), high.zip(h).map(|(a, b)| a.max(b))))
    }
    /// What it stands for in a return of this force to this request.
    #[must_use]
    pub fn read(&self, normal: &str, force: &str, request: &str) -> Option<&TokenRule> {
        self.rules_for(normal)?.iter().find(|rule| {
            rule.force.as_deref().is_none_or(|f| f == force) && rule.request.as_deref().is_none_or(|r| r == request)
        })
    }
}
