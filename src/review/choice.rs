//! What may be answered to a question. Everybody who answers, at a terminal or in a workbook, is checked here.

use super::{Decision, Question};
use crate::config::Plan;
use crate::lexicon::normal::normalise;

/// An answer that fits its question. `force` narrows it to one force; every force if absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The label means this term.
    Map { term: String, force: Option<String>, note: String },
    /// Its counts are not to be loaded, for this reason.
    Ignore { reason: String, force: Option<String> },
    /// The force has to say what it means.
    Ask { force: Option<String>, note: String },
    /// The token stands for zero.
    Zero { reason: String, force: Option<String> },
    /// The token stands for a number that was not given.
    Missing { reason: String, force: Option<String> },
    /// The token stands for a number between these; nothing bounds it if the second is absent.
    Bounds { low: i64, high: Option<i64>, reason: String, force: Option<String> },
    /// The name is one of this force.
    Alias { force: String },
    /// Each line is one case, or its columns do not belong together.
    Lines { are_cases: bool },
    /// The findings may stand.
    Accept { reason: String },
}

/// Why an answer does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("{0}")]
    Term(String),
    #[error("`{0}` is no force of config/forces.csv")]
    Force(String),
    #[error("`{0}` is no range: write `1-4`, or `1-` where nothing bounds it from above")]
    Range(String),
    #[error("it needs a reason")]
    Reason,
    #[error("`{0}` is no answer to this question: it may be {1}")]
    Word(String, String),
}

impl Choice {
    /// The words that answer a question.
    #[must_use]
    pub fn words(question: &Question) -> &'static [&'static str] {
        match question {
            Question::Label { .. } => &["map", "ignore", "ask"],
            Question::Token { .. } => &["zero", "missing", "bounds", "accept"],
            Question::Force { .. } => &["alias", "accept"],
            Question::Grain { .. } => &["record", "lists", "accept"],
            Question::Sheet { .. } | Question::Finding { .. } => &["accept"],
        }
    }

    /// The answer that a word and its details give: a term, or a force that a name belongs to; the force it is for, or
    /// nothing for all; a reason.
    ///
    /// # Errors
    /// It does not fit the question.
    pub fn of(plan: &Plan, asked: &Decision, word: &str, [term, scope, reason]: [&str; 3]) -> Result<Self, Wrong> {
        let words = Self::words(&asked.question);
        let word = normalise(word);
        if !words.contains(&&*word) {
            return Err(Wrong::Word(word, words.join(", ")));
        }
        let force_named = |name: &str| match plan.forces.find(name) {
            Some(id) => Ok(id.to_string()),
            None => Err(Wrong::Force(name.to_owned())),
        };
        let force = match scope.trim() {
            "" | EVERY_FORCE => None,
            name => Some(force_named(name)?),
        };
        let why = || Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty()).ok_or(Wrong::Reason);
        Ok(match word.as_str() {
            "map" => Self::Map { term: term_named(plan, asked, term.trim())?, force, note: reason.trim().to_owned() },
            "ignore" => Self::Ignore { reason: why()?, force },
            "ask" => Self::Ask { force, note: reason.trim().to_owned() },
            "zero" => Self::Zero { reason: why()?, force },
            "missing" => Self::Missing { reason: why()?, force },
            "bounds" => {
                let (low, high) = range(term).ok_or_else(|| Wrong::Range(term.to_owned()))?;
                Self::Bounds { low, high, reason: why()?, force }
            }
            "alias" => Self::Alias { force: force_named(term.trim())? },
            "record" | "lists" => Self::Lines { are_cases: word == "record" },
            _ => Self::Accept { reason: why()? },
        })
    }
}

/// `1-4`, or `1-` where nothing bounds it from above.
#[must_use]
pub fn range(text: &str) -> Option<(i64, Option<i64>)> {
    let (low, high) = text.trim().split_once('-')?;
    let low = low.trim().parse().ok()?;
    match high.trim() {
        "" => Some((low, None)),
        high => high.parse().ok().filter(|high| low < *high).map(|high| (low, Some(high))),
    }
}

/// How a workbook says that an answer is for all.
pub(super) const EVERY_FORCE: &str = "every force";

/// The term as the table of labels will name it, if there is one.
fn term_named(plan: &Plan, asked: &Decision, name: &str) -> Result<String, Wrong> {
    let Question::Label { dimension, .. } = &asked.question else { return Ok(name.to_owned()) };
    let dimension = plan.dimensions.iter().find(|known| known.name == *dimension);
    let term = dimension.map(|dimension| dimension.term_named(name));
    match term {
        Some(Ok(_)) => Ok(name.to_owned()),
        Some(Err(error)) => Err(Wrong::Term(format!("{error} ({})", error.hint))),
        None => Err(Wrong::Term("its dimension is no longer there".into())),
    }
}
