//! What a single text shows of the role of its row, whatever its subject: figures as people write them, and words that
//! begin titles and notes. Totals, notes and headers are words of the configuration first; those here are structure.

use super::weights::{Evidence as E, Set};
use crate::detect::sheet::Sheet;
use crate::lexicon::{Recognised, number};
use crate::model::grid::Content;

/// Characters from which a text is a sentence rather than a name.
pub(super) const LONG: usize = 60;
/// Characters up to which a text is as short as most labels.
const SHORT: usize = 25;

/// What a cell holds, as a reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Figure,
    /// Stands in place of a figure.
    Mark,
    Date,
    Text,
}

impl Kind {
    pub(super) fn is_figure(self) -> bool {
        matches!(self, Self::Figure | Self::Mark)
    }
}

/// The kind of a cell and the value of a figure. A word at the left edge is a label, also where it could be a mark.
pub(super) fn kind(sheet: &Sheet<'_>, index: usize, at_edge: bool) -> (Kind, Option<f64>) {
    let (raw, words) = (sheet.raw(index), sheet.words(index));
    match &sheet.grid.cells()[index].content {
        Content::Number(number) => (Kind::Figure, Some(*number)),
        Content::Date { .. } => (Kind::Date, None),
        Content::Error(_) => (Kind::Mark, None),
        Content::Text(_) => match words.number.or_else(|| figure(raw)) {
            Some(value) => (Kind::Figure, Some(value)),
            None if is_mark(&words.normal) => (Kind::Mark, None),
            None if words.count && !at_edge && words.label_of.is_empty() => (Kind::Mark, None),
            None => (Kind::Text, None),
        },
    }
}

/// A figure with signs around it, or spaces in threes: `12.5%`, `£1,000`, `(12)`, `1 204`, `–3`.
fn figure(raw: &str) -> Option<f64> {
    let text = raw.trim();
    if text.len() > 24 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let bracketed = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|inner| inner.len() > 2);
    let bare =
        bracketed.unwrap_or(text).trim_start_matches(['-', '+', '\u{2013}', '\u{2212}', ' ', '£', '$', '\u{20ac}']);
    let bare = bare.trim_end_matches(['%', '*', ' ', '\u{a0}']);
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}');
    let spaced = bare.split([' ', '\u{a0}']).skip(1).all(|group| group.split('.').next().is_some_and(|g| g.len() == 3));
    if !bare.starts_with(|c: char| c.is_ascii_digit() || c == '.') || !bare.chars().all(allowed) || !spaced {
        return None;
    }
    let value: f64 = bare.replace([',', ' ', '\u{a0}'], "").parse().ok()?;
    let negative = bracketed.is_some() || text.starts_with(['-', '\u{2013}', '\u{2212}']);
    Some(if negative { -value } else { value })
}

/// Signs and abbreviations that stand where no figure can: `..`, `-`, `(Z)`, `[x]`, `n/a`.
fn is_mark(normal: &str) -> bool {
    const ABBREVIATIONS: [&str; 8] = ["x", "n/a", "na", "n.a.", "n/k", "nil", "n.d.", "z"];
    let inner = normal.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    normal.len() <= 5
        && (ABBREVIATIONS.contains(&normal)
            || normal.chars().all(|c| !c.is_alphanumeric())
            || inner.is_some_and(|inner| inner.chars().all(char::is_alphabetic)))
}

/// The least step a figure's writing can express.
pub(super) fn step(raw: &str) -> f64 {
    let decimals = raw.trim().rsplit_once('.').map_or(0, |(_, rest)| rest.bytes().filter(u8::is_ascii_digit).count());
    0.1_f64.powi(i32::try_from(decimals.min(9)).unwrap_or(9))
}

pub(super) fn is_year(number: f64) -> bool {
    number.fract() == 0.0 && (1900.0..=2100.0).contains(&number)
}

/// Begins or ends with a total word, or is one.
pub(super) fn is_total(words: &Recognised) -> bool {
    words.total || words.subtotal || ends(&words.normal).any(|word| matches!(word, "total" | "totals" | "subtotal"))
}

fn ends(normal: &str) -> impl Iterator<Item = &str> {
    let mut words = normal.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    [words.next(), words.next_back()].into_iter().flatten()
}

/// Four digits that are a year.
fn has_year(normal: &str) -> bool {
    normal
        .split(|c: char| !c.is_ascii_digit())
        .any(|run| run.len() == 4 && number::number(run).is_some_and(|year| (1900.0..=2100.0).contains(&year)))
}

/// Says what the figures are in: `percent`, `£ million`, `number`, `rate per 1,000`.
pub(super) fn is_unit(normal: &str) -> bool {
    const UNITS: [&str; 12] = [
        "%", "per cent", "percent", "million", "thousand", "number", "numbers", "£", "rate", "000s", "count", "dollars",
    ];
    normal.len() <= 40 && UNITS.iter().any(|unit| normal.contains(unit))
}

/// What the first text of a row shows.
pub(super) fn first(sheet: &Sheet<'_>, index: usize, set: &mut Set) {
    let (raw, words) = (sheet.raw(index).trim(), sheet.words(index));
    let normal = words.normal.as_str();
    let length = raw.chars().count();
    let letters = || raw.chars().filter(|c| c.is_alphabetic());
    let upper = letters().filter(|c| c.is_uppercase()).count();
    set.put(E::Short, length <= SHORT);
    set.put(E::Long, length >= LONG);
    set.put(E::Sentence, raw.ends_with('.') || raw.contains(". "));
    set.put(E::Colon, raw.ends_with(':'));
    set.put(E::Capitals, letters().count() > 3 && upper == letters().count());
    set.put(E::YearInText, has_year(normal) && length > 4);
    set.put(E::NoteWord, words.note || starts(normal, &NOTES) || normal.contains(" source:"));
    set.put(E::FootnoteMark, footnote_mark(normal) && length > 6);
    set.put(E::TableWord, is_table(normal));
    set.put(E::TotalWord, is_total(words));
    set.put(E::AllWord, starts(normal, &["all"]));
    set.put(E::ComputedWord, starts(normal, &COMPUTED));
    set.put(E::Unit, is_unit(normal) && length <= SHORT);
}

/// Words that figures computed from others begin with.
const COMPUTED: [&str; 8] =
    ["average", "avg", "mean", "median", "percent change", "percentage change", "annual average", "change"];

/// Words that notes begin with.
const NOTES: [&str; 26] = [
    "note",
    "notes",
    "source",
    "sources",
    "footnote",
    "footnotes",
    "nb",
    "contact",
    "inquiries",
    "director",
    "last modified",
    "last updated",
    "for more",
    "for further",
    "for definition",
    "further information",
    "please",
    "data source",
    "symbol",
    "internet link",
    "copyright",
    "return to",
    "back to",
    "go to",
    "list of tables",
    "publication",
];

fn starts(normal: &str, with: &[&str]) -> bool {
    with.iter()
        .any(|word| normal.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())))
}

/// `1. `, `(a) `, `\1 `, `[2] `, `* `, `x : `, then words.
fn footnote_mark(normal: &str) -> bool {
    if normal.starts_with(['\\', '*', '\u{2020}', '\u{2021}', '\u{b7}', '\u{2022}', '#']) {
        return true;
    }
    let bare = normal.trim_start_matches(['(', '[']);
    let opened = bare.len() < normal.len();
    let mark = bare.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let after = &bare[mark.len()..];
    let closed = after.starts_with([')', ']', '.', ':', '=']) || after.starts_with(" =") || after.starts_with(" :");
    let worded = after.chars().any(char::is_alphabetic);
    let number = mark.bytes().all(|byte| byte.is_ascii_digit());
    worded && (1..=2).contains(&mark.len()) && (closed || (number && after.starts_with(' '))) && (closed || !opened)
}

/// `Table 3`, `Question 1b`, `Figure 2.1`, `Q4`: words for a numbered part of a document.
fn is_table(normal: &str) -> bool {
    const PARTS: [&str; 10] =
        ["table", "figure", "chart", "question", "q", "annex", "appendix", "sheet", "part", "worksheet"];
    PARTS.iter().any(|part| {
        let rest = normal.strip_prefix(part).map(|rest| (rest.trim_start(), rest.starts_with(' ')));
        rest.is_some_and(|(rest, spaced)| {
            let number = rest.starts_with(|c: char| c.is_ascii_digit());
            let letter =
                spaced && part.len() > 1 && rest.split(['.', ':', ' ', '-']).next().is_some_and(|w| w.len() <= 2);
            number || letter
        })
    })
}
