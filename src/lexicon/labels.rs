//! The labels of one dimension: one decision a rule, the most specific that applies wins.

use std::cmp::Reverse;
use std::collections::HashMap;

use regex::Regex;

use super::asked::{self, Asked};
use crate::model::term::{Extent, Term};

/// Likeness, by Jaro and Winkler, beyond which a label is a hint for another.
const NEAR: f64 = 0.8;

/// How often each letter stands in a text, all other characters counted as one, and the first character: enough to tell
/// most pairs of texts apart without comparing them.
#[derive(Debug)]
struct Letters {
    times: [u16; 27],
    length: f64,
    first: Option<char>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut times = [0_u16; 27];
        for c in text.chars() {
            let at = if c.is_ascii_lowercase() { c as usize - 'a' as usize } else { 26 };
            times[at] = times[at].saturating_add(1);
        }
        let length = f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        Self { times, length, first: text.chars().next() }
    }

    /// Whether the likeness may exceed [`NEAR`]: it is at most what it would be if all letters that both have stood in
    /// the same order (Jaro), raised by a common beginning of four (Winkler).
    fn may_be_near(&self, other: &Self) -> bool {
        let shared: u32 = self.times.iter().zip(&other.times).map(|(one, two)| u32::from(*one.min(two))).sum();
        let shared = f64::from(shared);
        let jaro = (shared / self.length + shared / other.length + 1.0) / 3.0;
        let most = if self.first == other.first { jaro + 0.4 * (1.0 - jaro) } else { jaro };
        most > NEAR
    }
}

/// What was decided about a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Map(Term),
    /// Its counts are not to be loaded, for this reason.
    Ignore(String),
    /// The force must be asked.
    Ask,
}

/// Where a rule holds; absent means everywhere.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    pub header: Option<Regex>,
    pub force: Option<String>,
    pub request: Option<String>,
}

impl Scope {
    /// More specific rules rank higher.
    #[must_use]
    pub fn rank(&self) -> u8 {
        u8::from(self.force.is_some()) * 4 + u8::from(self.request.is_some()) * 2 + u8::from(self.header.is_some())
    }
    fn admits(&self, force: &str, request: &str, header: &str) -> bool {
        self.force.as_deref().is_none_or(|f| f == force)
            && self.request.as_deref().is_none_or(|r| r == request)
            && self.header.as_ref().is_none_or(|h| h.is_match(header))
    }
}

/// One line of a labels file.
#[derive(Debug, Clone)]
pub struct LabelRule {
    pub raw: String,
    pub scope: Scope,
    pub verdict: Verdict,
    /// Whether the line is shipped vocabulary, which may stay unused (law 9).
    pub stock: bool,
    /// `config/vocab/outcome.labels.csv:12`.
    pub source: String,
}

/// The label rules of one dimension.
#[derive(Debug, Default)]
pub struct LabelBook {
    rules: Vec<LabelRule>,
    /// The normal form of each rule's label and its letters, in their order.
    normals: Vec<(String, Letters)>,
    exact: HashMap<String, Vec<usize>>,
    patterns: Vec<(Regex, usize)>,
    /// A label that begins with a code: named groups `code...` hold it.
    pub code: Option<Regex>,
    /// Lower-case leaf code to its single-leaf term.
    pub leaves: HashMap<String, Term>,
    /// The terms that have names of their own.
    pub named: Vec<Term>,
}

impl LabelBook {
    /// Adds a rule for one normalised label.
    pub fn add_exact(&mut self, normal: String, rule: LabelRule) {
        self.normals.push((normal.clone(), Letters::of(&normal)));
        self.exact.entry(normal).or_default().push(self.rules.len());
        self.rules.push(rule);
    }

    /// Adds a rule for every label a pattern matches; exact rules come before patterns.
    pub fn add_pattern(&mut self, pattern: Regex, rule: LabelRule) {
        self.patterns.push((pattern, self.rules.len()));
        let normal = super::normal::normalise(&rule.raw);
        self.normals.push((normal.clone(), Letters::of(&normal)));
        self.rules.push(rule);
    }

    /// Every rule.
    #[must_use]
    pub fn rules(&self) -> &[LabelRule] {
        &self.rules
    }

    /// Every rule with the name of the one text it is for; of a pattern, which may be for any, with none.
    pub fn rules_by_text(&self) -> impl Iterator<Item = (&LabelRule, Option<Asked>)> {
        let is_pattern = |at: usize| self.patterns.iter().any(|(_, other)| *other == at);
        let rules = self.rules.iter().zip(&self.normals).enumerate();
        rules.map(move |(at, (rule, (normal, _)))| (rule, (!is_pattern(at)).then(|| asked::name(normal))))
    }

    /// The extents that labels mean everywhere, as the words of a dimension.
    pub fn words(&self) -> impl Iterator<Item = &Extent> {
        let everywhere = self.rules.iter().filter(|rule| rule.scope.rank() == 0);
        everywhere.filter_map(|rule| match &rule.verdict {
            Verdict::Map(term) => Some(term.extent()),
            Verdict::Ignore(_) | Verdict::Ask => None,
        })
    }

    /// The rules for exactly this label. Every look for one comes here.
    fn rules_for(&self, normal: &str) -> Option<&Vec<usize>> {
        asked::note(normal);
        self.exact.get(normal)
    }

    /// Whether some rule names exactly this label.
    #[must_use]
    pub fn lists(&self, normal: &str) -> bool {
        self.rules_for(normal).is_some()
    }

    /// Whether some rule knows the label by itself, in some force or request. Rules that need a header do not: under
    /// that header the column's dimension is plain anyway, and elsewhere `15` may be anything.
    #[must_use]
    pub fn knows(&self, normal: &str) -> bool {
        let alone = |at: &usize| self.rules[*at].scope.header.is_none();
        self.rules_for(normal).is_some_and(|same| same.iter().any(alone))
            || self.by_code(normal).is_some()
            || self.patterns.iter().any(|(pattern, at)| alone(at) && pattern.is_match(normal))
    }

    /// The single-leaf term of a label that begins with its code.
    #[must_use]
    pub fn by_code(&self, normal: &str) -> Option<&Term> {
        let found = self.code.as_ref().filter(|code| code.is_match(normal))?.captures(normal)?;
        let code = found.iter().skip(1).flatten().next()?.as_str();
        self.leaves.get(code)
    }

    /// The rule that decides a label in its scope: the most specific one, an exact one before a pattern of its rank,
    /// else the first.
    #[must_use]
    pub fn find(&self, normal: &str, force: &str, request: &str, header: &str) -> Option<&LabelRule> {
        let admits = |at: &usize| self.rules[*at].scope.admits(force, request, header);
        let exact = self.rules_for(normal).into_iter().flatten().map(|at| (*at, true));
        let patterns = self.patterns.iter().filter(|(pattern, _)| pattern.is_match(normal)).map(|(_, at)| (*at, false));
        let rank = |(at, is_exact): &(usize, bool)| (self.rules[*at].scope.rank(), *is_exact, Reverse(*at));
        let found = exact.chain(patterns).filter(|(at, _)| admits(at)).max_by_key(rank)?;
        Some(&self.rules[found.0])
    }

    /// Labels that read nearly like this one, nearest first: hints for a person, never used.
    #[must_use]
    pub fn nearest(&self, normal: &str) -> Vec<String> {
        let letters = Letters::of(normal);
        let rules = self.rules.iter().zip(&self.normals).filter(|(_, (_, own))| letters.may_be_near(own));
        let mut scored: Vec<(f64, &str)> = rules
            .map(|(rule, (own, _))| (strsim::jaro_winkler(normal, own), rule.raw.as_str()))
            .filter(|(score, _)| *score > NEAR)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        scored.into_iter().take(3).map(|(_, raw)| raw.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_near_label_is_passed_over(one in "[a-d 1]{1,12}", other in "[a-d 1]{1,12}") {
            if strsim::jaro_winkler(&one, &other) > NEAR {
                prop_assert!(Letters::of(&one).may_be_near(&Letters::of(&other)));
            }
        }
    }
}
