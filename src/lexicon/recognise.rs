//! What a text may be, without deciding what it means.

use regex::RegexSet;

use super::{Grammar, Lexicon, age, normal, number, period};
use crate::model::term::DimensionSet;

/// Everything a text may be at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recognised {
    pub normal: String,
    /// A count: a number, or a token that stands for one.
    pub count: bool,
    /// What it stands for at least and at most, if it is a token; nothing bounds it if the second is absent.
    pub bounds: Option<(i64, Option<i64>)>,
    /// Its value, if it is nothing but a number, or a number with a footnote mark.
    pub number: Option<f64>,
    pub total: bool,
    pub subtotal: bool,
    /// A total of everything, never of one group.
    pub grand: bool,
    /// What it is a total of, if it names that.
    pub total_of: Option<String>,
    /// The label after `of which`.
    pub of_which: Option<String>,
    /// It ends in `of which`: the rows below lie in it.
    pub of_which_below: bool,
    pub line_number: bool,
    /// A header of counts, of this unit if it names one.
    pub count_header: bool,
    pub unit: Option<usize>,
    pub percent: bool,
    /// It names a figure that is no count, and is a label of nothing.
    pub statistic: bool,
    /// A share: a number with a percent sign.
    pub share: bool,
    /// The beginning of a note.
    pub note: bool,
    /// Dimensions whose column may be so headed.
    pub header_of: DimensionSet,
    /// The column so headed says more about another column of its dimension.
    pub refining: bool,
    /// Dimensions that may have such a label.
    pub label_of: DimensionSet,
    /// Some dimension lists exactly this label: it is not only recognised by a code it begins with, or by a grammar.
    pub listed: bool,
}

impl Recognised {
    /// A header of a column, whatever it holds.
    #[must_use]
    pub fn is_header(&self) -> bool {
        !self.header_of.is_empty() || self.count_header || self.line_number || self.percent || self.statistic
    }

    /// Says by itself that its row or column sums others.
    #[must_use]
    pub fn sums(&self) -> bool {
        self.total || self.subtotal
    }
}

impl Lexicon {
    /// What a text may be. Pure: the same text always gives the same answer.
    #[must_use]
    pub fn recognise(&self, text: &str) -> Recognised {
        let normal = normal::normalise(text);
        let words = &self.words;
        let refines = words.refines(&normal);
        let unit = words.unit(&normal);
        // `TOTAL*` is a total with a note.
        let unmarked = normal::without_footnote_mark(&normal);
        let sums = |words: &RegexSet| words.is_match(&normal) || unmarked.is_some_and(|stem| words.is_match(stem));
        let number = number::number(text).or_else(|| number::marked(text));
        let label_of = self.label_of(words.label(&normal));
        Recognised {
            count: number.is_some() || self.tokens.knows(&normal),
            bounds: self.tokens.bounds(&normal),
            number,
            total: sums(&words.total),
            grand: sums(&words.grand_total),
            subtotal: sums(&words.subtotal),
            line_number: words.line_number.is_match(&normal),
            count_header: unit.is_some() || words.count.is_match(&normal),
            unit,
            percent: words.percent.is_match(&normal),
            statistic: label_of.is_empty() && words.statistic.is_match(&normal),
            share: text.trim().strip_suffix('%').and_then(number::number).is_some(),
            note: words.note.is_match(&normal),
            header_of: refines.map_or_else(|| words.header_of(&normal), |id| DimensionSet::default().with(id)),
            refining: refines.is_some(),
            label_of,
            listed: self.dimensions.iter().any(|dimension| dimension.labels.lists(words.label(&normal))),
            total_of: words.total_of(&normal).map(str::to_owned),
            of_which: words.of_which(&normal).map(str::to_owned),
            of_which_below: words.of_which_below(&normal).is_some(),
            normal,
        }
    }

    fn label_of(&self, normal: &str) -> DimensionSet {
        let may = |(_, dimension): &(usize, &super::DimensionWords)| {
            let may_be = |label: &str| {
                dimension.labels.knows(label)
                    || match dimension.grammar {
                        Grammar::Codes => false,
                        Grammar::Interval => age::parse(label).is_some(),
                        Grammar::Period => period::parse(label, period::Context::NONE).is_some(),
                    }
            };
            may_be(normal) || normal::without_footnote_mark(normal).is_some_and(may_be)
        };
        self.dimensions.iter().enumerate().filter(may).map(|(id, _)| id).collect()
    }
}
