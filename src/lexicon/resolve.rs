//! What a label means in its context: the second face of the lexicon, for `map` alone.

use std::sync::Arc;

use super::labels::Verdict;
use super::{Grammar, Lexicon, age, normal, period};
use crate::model::term::{Ages, DimensionId, Extent, Period, Term};

/// Where a label stands.
#[derive(Debug, Clone, Copy)]
pub struct LabelContext<'a> {
    pub force: &'a str,
    pub request: &'a str,
    /// Normalised header of its column.
    pub header: &'a str,
    pub period: period::Context,
}

/// What was decided about a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Term(Term),
    /// The values it labels are set aside, for this reason.
    Ignored(String),
    /// Nobody has decided, or the force must be asked: the reserved term `unmapped`.
    Unmapped {
        asked: bool,
    },
}

/// What the label alone does not settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Whether these are the ages: the labels beside it must agree.
    Age(age::Reading),
    /// Which of two periods it is.
    Period([Period; 2]),
}

/// A decision and the rule that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    pub decision: Decision,
    /// `config/vocab/...csv:line`, or the name of a grammar.
    pub rule: String,
    pub doubt: Option<Doubt>,
}

impl Resolution {
    fn of(decision: Decision, rule: impl Into<String>) -> Self {
        Self { decision, rule: rule.into(), doubt: None }
    }

    /// How the label was read as an age, if that is in doubt.
    #[must_use]
    pub fn doubted_age(&self) -> Option<age::Reading> {
        match self.doubt {
            Some(Doubt::Age(reading)) => Some(reading),
            Some(Doubt::Period(_)) | None => None,
        }
    }
}

impl Lexicon {
    /// Decides a label of a dimension. The order: its leading code, the most specific rule of the dimension's labels,
    /// the dimension's grammar, and the same again without a footnote mark.
    #[must_use]
    pub fn resolve(&self, dimension: DimensionId, raw: &str, context: LabelContext<'_>) -> Resolution {
        let whole = normal::normalise(raw);
        let text = self.words.label(&whole);
        if text.is_empty() {
            return Resolution::of(Decision::Term(Term::unknown()), "blank");
        }
        self.decide(dimension, text, context)
            .or_else(|| self.decide(dimension, normal::without_footnote_mark(text)?, context))
            .unwrap_or_else(|| Resolution::of(Decision::Unmapped { asked: false }, ""))
    }

    fn decide(&self, dimension: DimensionId, text: &str, context: LabelContext<'_>) -> Option<Resolution> {
        let words = &self.dimensions[dimension];
        if let Some(term) = words.labels.by_code(text) {
            return Some(Resolution::of(Decision::Term(term.clone()), "leading code"));
        }
        if let Some(rule) = words.labels.find(text, context.force, context.request, context.header) {
            let decision = match &rule.verdict {
                Verdict::Map(term) => Decision::Term(in_context(term, context)),
                Verdict::Ignore(reason) => Decision::Ignored(reason.clone()),
                Verdict::Ask => Decision::Unmapped { asked: true },
            };
            return Some(Resolution::of(decision, &rule.source));
        }
        match words.grammar {
            Grammar::Codes => None,
            Grammar::Interval => age::parse(text)
                .or_else(|| age::without_dash(text).map(|ages| (ages, age::Reading::DashLost)))
                .map(|(ages, reading)| Resolution {
                    decision: Decision::Term(age_term(ages)),
                    rule: match reading {
                        age::Reading::Written | age::Reading::Over => "age grammar".into(),
                        age::Reading::FromDate => "age bracket from a date".into(),
                        age::Reading::DashLost => "age bracket without its dash".into(),
                    },
                    doubt: (reading != age::Reading::Written).then_some(Doubt::Age(reading)),
                }),
            Grammar::Period => period::parse(text, context.period).map(|found| Resolution {
                decision: Decision::Term(Term::period(found, text)),
                rule: "period grammar".into(),
                doubt: period::readings(text).filter(|_| found.from.is_none()).map(Doubt::Period),
            }),
        }
    }
}

/// A rule may map a misspelt month to `november`; its year still comes from the context.
fn in_context(term: &Term, context: LabelContext<'_>) -> Term {
    match term.extent() {
        Extent::Period(_) => period::parse(term.name(), context.period)
            .map_or_else(|| term.clone(), |found| Term::period(found, term.name())),
        _ => term.clone(),
    }
}

/// The term of a bracket: `17`, `10-19`, `60+`.
#[must_use]
pub fn age_term(ages: Ages) -> Term {
    let name = match ages.to {
        Some(to) if to == ages.from => to.to_string(),
        Some(to) => format!("{}-{to}", ages.from),
        None => format!("{}+", ages.from),
    };
    Term::new(name, Extent::Ages(ages))
}

/// The term a vocabulary line names by its text, for interval and period dimensions.
#[must_use]
pub fn term_of_text(grammar: Grammar, text: &str) -> Option<Term> {
    let normal = normal::normalise(text);
    match grammar {
        Grammar::Codes => None,
        Grammar::Interval => age::parse(&normal).map(|(ages, _)| age_term(ages)),
        Grammar::Period => {
            period::parse(&normal, period::Context::NONE).map(|found| Term::new(normal.as_str(), Extent::Period(found)))
        }
    }
}

impl Lexicon {
    /// The term of the leaves that two terms of a dimension share: the vocabulary's own if one has exactly these leaves,
    /// else named by the leaves.
    #[must_use]
    pub fn intersection(&self, dimension: DimensionId, here: &[Arc<str>], there: &[Arc<str>]) -> Term {
        let shared: Arc<[Arc<str>]> = here.iter().filter(|leaf| there.contains(leaf)).cloned().collect();
        let extent = Extent::Leaves(shared.clone());
        let named = self.dimensions[dimension].labels.named.iter().find(|term| *term.extent() == extent);
        named.cloned().unwrap_or_else(|| Term::new(shared.join("|"), extent))
    }
}
