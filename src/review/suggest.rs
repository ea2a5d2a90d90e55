//! What a label may mean: suggestions for a person, never used by a run.

use std::collections::BTreeSet;

use super::labels::normal;
use crate::config::Plan;
use crate::lexicon::Verdict;
use crate::lexicon::normal::normalise;
use crate::model::term::{DimensionId, Extent, Term};

/// So many at most.
const MOST: usize = 5;
/// Likeness of letters, by Jaro and Winkler, and of pairs of letters, by Dice, from which on a text is near.
const NEAR: f64 = 0.8;
const NEAR_PAIRS: f64 = 0.5;

/// Why a term is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Its label has the same words in another order, or other punctuation.
    SameWords,
    /// Its label reads nearly so.
    Near,
}

impl Why {
    /// As a reason.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::SameWords => "same but for punctuation or word order",
            Self::Near => "nearest words",
        }
    }
}

/// A term, and the known text that brought it up.
#[derive(Debug, Clone)]
pub struct Suggestion {
    pub term: Term,
    pub of: String,
    pub why: Why,
}

/// Up to five terms for a label: of labels with the same words first, then of those that read most alike.
pub(super) fn for_label(plan: &Plan, dimension: DimensionId, raw: &str) -> Vec<Suggestion> {
    let wanted = normal(plan, raw);
    let words = fingerprint(&wanted);
    let mut scored: Vec<(Why, f64, String, Term)> = known(plan, dimension)
        .filter_map(|(text, term)| {
            let own = normalise(&text);
            if !words.is_empty() && fingerprint(&own) == words {
                return Some((Why::SameWords, 1.0, text, term));
            }
            let (letters, pairs) = (strsim::jaro_winkler(&wanted, &own), strsim::sorensen_dice(&wanted, &own));
            (letters > NEAR || pairs > NEAR_PAIRS).then_some((Why::Near, letters.max(pairs), text, term))
        })
        .collect();
    scored.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut seen = BTreeSet::new();
    scored.retain(|(_, _, _, term)| seen.insert(term.clone()));
    scored.truncate(MOST);
    scored.into_iter().map(|(why, _, of, term)| Suggestion { term, of, why }).collect()
}

/// Every text whose term is known: labels that are mapped, and the names of terms and leaves.
fn known(plan: &Plan, dimension: DimensionId) -> impl Iterator<Item = (String, Term)> + '_ {
    let own = &plan.dimensions[dimension];
    let rules = plan.lexicon.dimensions[dimension].labels.rules().iter().filter_map(|rule| match &rule.verdict {
        Verdict::Map(term) if *term.extent() != Extent::All => Some((rule.raw.clone(), term.clone())),
        _ => None,
    });
    let terms = own.terms.iter().map(|term| (term.title.clone(), term.term()));
    let leaves = own.leaves.iter().filter_map(|leaf| Some((leaf.title.clone(), own.term_named(&leaf.id).ok()?)));
    rules.chain(terms).chain(leaves)
}

/// The words of a text, each once, in the order of the alphabet.
fn fingerprint(normal: &str) -> BTreeSet<&str> {
    normal.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn words_in_another_order_are_the_same_words() {
        assert_eq!(fingerprint("charged / summonsed"), fingerprint("summonsed, charged"));
        assert_ne!(fingerprint("charged"), fingerprint("not charged"));
    }
}
