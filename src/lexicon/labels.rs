//! The labels of one dimension: one decision a rule, the most specific that applies wins.

use std::cmp::Reverse;
use std::collections::HashMap;

use regex::Regex;

use crate::model::term::Term;

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
    exact: HashMap<String, Vec<usize>>,
    patterns: Vec<(Regex, usize)>,
    /// A label that begins with a code: named groups `code...` hold it.
    pub code: Option<Regex>,
    /// Lower-case leaf code to its single-leaf term.
    pub leaves: HashMap<String, Term>,
}

impl LabelBook {
    /// Adds a rule for one normalised label.
    pub fn add_exact(&mut self, normal: String, rule: LabelRule) {
        self.exact.entry(normal).or_default().push(self.rules.len());
        self.rules.push(rule);
    }

    /// Adds a rule for every label a pattern matches; exact rules come before patterns.
    pub fn add_pattern(&mut self, pattern: Regex, rule: LabelRule) {
        self.patterns.push((pattern, self.rules.len()));
        self.rules.push(rule);
    }

    /// Every rule.
    #[must_use]
    pub fn rules(&self) -> &[LabelRule] {
        &self.rules
    }

    /// Whether some rule names exactly this label.
    #[must_use]
    pub fn lists(&self, normal: &str) -> bool {
        self.exact.contains_key(normal)
    }

    /// Whether some rule knows the label by itself, in some force or request. Rules that need a header do not: under
    /// that header the column's dimension is plain anyway, and elsewhere `15` may be anything.
    #[must_use]
    pub fn knows(&self, normal: &str) -> bool {
        let alone = |at: &usize| self.rules[*at].scope.header.is_none();
        self.exact.get(normal).is_some_and(|same| same.iter().any(alone))
            || self.by_code(normal).is_some()
            || self.patterns.iter().any(|(pattern, at)| alone(at) && pattern.is_match(normal))
    }

    /// The single-leaf term of a label that begins with its code.
    #[must_use]
    pub fn by_code(&self, normal: &str) -> Option<&Term> {
        let found = self.code.as_ref()?.captures(normal)?;
        let code = found.iter().skip(1).flatten().next()?.as_str();
        self.leaves.get(code)
    }

    /// The rule that decides a label in its scope: the most specific one, an exact one before a pattern of its rank,
    /// else the first.
    #[must_use]
    pub fn find(&self, normal: &str, force: &str, request: &str, header: &str) -> Option<&LabelRule> {
        let admits = |at: &usize| self.rules[*at].scope.admits(force, request, header);
        let exact = self.exact.get(normal).into_iter().flatten().map(|at| (*at, true));
        let patterns = self.patterns.iter().filter(|(pattern, _)| pattern.is_match(normal)).map(|(_, at)| (*at, false));
        let rank = |(at, is_exact): &(usize, bool)| (self.rules[*at].scope.rank(), *is_exact, Reverse(*at));
        let found = exact.chain(patterns).filter(|(at, _)| admits(at)).max_by_key(rank)?;
        Some(&self.rules[found.0])
    }

    /// Labels that read nearly like this one, nearest first: hints for a person, never used.
    #[must_use]
    pub fn nearest(&self, normal: &str) -> Vec<String> {
        let mut scored: Vec<(f64, &str)> = self
            .rules
            .iter()
            .map(|rule| (strsim::jaro_winkler(normal, &super::normal::normalise(&rule.raw)), rule.raw.as_str()))
            .filter(|(score, _)| *score > 0.8)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        scored.into_iter().take(3).map(|(_, raw)| raw.to_owned()).collect()
    }
}
