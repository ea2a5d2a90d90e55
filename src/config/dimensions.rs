//! `config/dimensions.toml`: what tables speak of and the words of their headers.

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;
use toml::Spanned;

use super::settings::{line_of, parse_toml};
use super::{Problem, Reader};
use crate::lexicon::{DimensionWords, Grammar, LabelBook, Lexicon, Tokens, Words};

pub(super) const PATH: &str = "config/dimensions.toml";
/// A set of dimensions is kept in 32 bits.
const MOST_DIMENSIONS: usize = 32;
/// Compiled size a pattern may have, in bytes: far above what a header needs.
const PATTERN_LIMIT: usize = 1 << 20;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Declared {
    words: WordLists,
    #[serde(rename = "unit")]
    pub units: Vec<Unit>,
    #[serde(rename = "dimension")]
    pub dimensions: Vec<Declaration>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WordLists {
    total: Vec<Spanned<String>>,
    subtotal: Vec<Spanned<String>>,
    grand_total: Vec<Spanned<String>>,
    total_of: Vec<Spanned<String>>,
    of_which: Vec<Spanned<String>>,
    of_which_below: Vec<Spanned<String>>,
    line_number: Vec<Spanned<String>>,
    count: Vec<Spanned<String>>,
    percent: Vec<Spanned<String>>,
    statistic: Vec<Spanned<String>>,
    note: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Unit {
    pub name: Spanned<String>,
    headers: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Declaration {
    pub name: Spanned<String>,
    kind: Kind,
    pub description: String,
    headers: Vec<Spanned<String>>,
    #[serde(default)]
    refining_headers: Vec<Spanned<String>>,
    #[serde(default)]
    code: Option<Spanned<String>>,
    #[serde(default)]
    unit: Option<Spanned<String>>,
    #[serde(default)]
    pub fixed_when_constant: bool,
    #[serde(default)]
    family: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Codes,
    Interval,
    Period,
}

impl Declaration {
    /// The name its views share with others of its kind; its own if it has none.
    pub(super) fn family(&self) -> &str {
        self.family.as_deref().unwrap_or_else(|| self.name.get_ref())
    }

    pub(super) fn is_refined(&self) -> bool {
        !self.refining_headers.is_empty()
    }

    pub(super) fn grammar(&self) -> Grammar {
        match self.kind {
            Kind::Codes => Grammar::Codes,
            Kind::Interval => Grammar::Interval,
            Kind::Period => Grammar::Period,
        }
    }
}

pub(super) fn load(reader: &mut Reader<'_>) -> Declared {
    let Some(text) = reader.text(PATH) else { return Declared::default() };
    parse_toml::<Declared>(PATH, &text).unwrap_or_else(|problem| {
        reader.problem(problem);
        Declared::default()
    })
}

/// Compiles the patterns; `None` if there is no period dimension to speak of.
pub(super) fn lexicon(
    reader: &mut Reader<'_>,
    declared: &Declared,
    books: Vec<LabelBook>,
    tokens: Tokens,
) -> Option<Lexicon> {
    let text = reader.files.iter().find(|(path, _)| path == PATH).map(|(_, text)| text.clone())?;
    let mut compiler = Compiler { text, problems: Vec::new() };
    let with_owner = |lists: Vec<(usize, &Vec<Spanned<String>>)>| -> (Vec<Spanned<String>>, Vec<usize>) {
        lists.into_iter().flat_map(|(owner, list)| list.iter().map(move |p| (p.clone(), owner))).unzip()
    };
    let dimensions = &declared.dimensions;
    let (headers, header_dimensions) = with_owner(dimensions.iter().map(|d| &d.headers).enumerate().collect());
    let (refining, refining_dimensions) =
        with_owner(dimensions.iter().map(|d| &d.refining_headers).enumerate().collect());
    let (units, unit_ids) = with_owner(declared.units.iter().map(|u| &u.headers).enumerate().collect());
    let words = Words {
        total: compiler.set(&declared.words.total),
        subtotal: compiler.set(&declared.words.subtotal),
        grand_total: compiler.set(&declared.words.grand_total),
        total_of: declared.words.total_of.iter().filter_map(|p| compiler.one(p)).collect(),
        of_which: declared.words.of_which.iter().filter_map(|p| compiler.one(p)).collect(),
        of_which_below: declared.words.of_which_below.iter().filter_map(|p| compiler.one(p)).collect(),
        line_number: compiler.set(&declared.words.line_number),
        count: compiler.set(&declared.words.count),
        percent: compiler.set(&declared.words.percent),
        statistic: compiler.set(&declared.words.statistic),
        note: compiler.set(&declared.words.note),
        headers: compiler.set(&headers),
        header_dimensions,
        refining: compiler.set(&refining),
        refining_dimensions,
        units: compiler.set(&units),
        unit_ids,
    };
    let unit_id = |name: &str| declared.units.iter().position(|unit| unit.name.get_ref() == name);
    let mut described = Vec::new();
    for (dimension, mut labels) in dimensions.iter().zip(books) {
        labels.code = dimension.code.as_ref().and_then(|pattern| compiler.one(pattern));
        if let Some(unit) = &dimension.unit
            && unit_id(unit.get_ref()).is_none()
        {
            compiler.complain(unit, format!("`{}` is no declared unit", unit.get_ref()));
        }
        described.push(DimensionWords {
            name: dimension.name.get_ref().clone(),
            grammar: dimension.grammar(),
            unit: dimension.unit.as_ref().and_then(|unit| unit_id(unit.get_ref())),
            labels,
        });
    }
    if dimensions.len() > MOST_DIMENSIONS {
        let message = format!("declares {} dimensions, at most {MOST_DIMENSIONS} are possible", dimensions.len());
        compiler.problems.push(Problem::new(PATH, 0, message));
        reader.problems.extend(compiler.problems);
        return None;
    }
    let period = described.iter().position(|dimension| dimension.grammar == Grammar::Period);
    if period.is_none() && !dimensions.is_empty() {
        let problem = Problem::new(PATH, 0, "declares no dimension of kind `period`");
        compiler.problems.push(problem.hint("every count has a period, if only one nobody states"));
    }
    reader.problems.extend(compiler.problems);
    Some(Lexicon { dimensions: described, period: period?, words, tokens })
}

/// Compiles patterns that must match a whole text, and remembers what is wrong with them.
struct Compiler {
    text: String,
    problems: Vec<Problem>,
}

impl Compiler {
    fn complain(&mut self, at: &Spanned<String>, message: String) {
        self.problems.push(Problem::new(PATH, line_of(&self.text, at.span().start), message));
    }

    fn one(&mut self, pattern: &Spanned<String>) -> Option<Regex> {
        let whole = format!("^(?:{})$", pattern.get_ref());
        match RegexBuilder::new(&whole).size_limit(PATTERN_LIMIT).build() {
            Ok(regex) => Some(regex),
            Err(_) => {
                self.complain(pattern, format!("`{}` is no regular expression", pattern.get_ref()));
                None
            }
        }
    }

    fn set(&mut self, patterns: &[Spanned<String>]) -> RegexSet {
        let whole: Vec<String> =
            patterns.iter().filter_map(|pattern| self.one(pattern)).map(|regex| regex.as_str().to_owned()).collect();
        RegexSetBuilder::new(whole)
            .size_limit(PATTERN_LIMIT * (patterns.len() + 1))
            .build()
            .expect("each pattern of the set compiled by itself")
    }
}
