//! The grammar of ages: completed years, both ends included, open where nothing closes the bracket.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::term::Ages;

/// Nobody is older; a larger number is not an age.
const OLDEST: u16 = 130;

/// How a text came to be read as an age. All but the first are believed only as far as the labels beside them allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    Written,
    /// A spreadsheet turned `10-19` into a date (`Oct-19`) or `5-9` into `05-Sep`.
    FromDate,
    /// `15-20` lost its dash: `1520`.
    DashLost,
    /// `over 18` leaves 18 out; some who write it mean it in.
    Over,
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant and tested")
}

static DECORATION: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:aged?|ages|between|victims?|suspects?|those|people) | ?(?:years?(?: old| of age)?|yrs?)$")
});
static PAIR: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{1,3}) ?(?:-|to|and|_) ?(\d{1,3})$"));
static BELOW: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:under(?: the age of)?|below|younger than|less than|<|u)[ -]?(\d{1,3})'?s?$"));
static AT_MOST: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:(?:up to|<=|\u{2264}) ?(\d{1,3})|(\d{1,3}) (?:and|or) (?:under|below|younger|less))$")
});
static AT_LEAST: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:(?:>=|\u{2265}) ?(\d{1,3})|(\d{1,3}) ?(?:\+|plus)|(\d{1,3}) (?:and|or) (?:over|above|older|more))$")
});
static ABOVE: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:over|above|older than|>) ?(\d{1,3})'?s?$"));
static MONTH_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^([a-z]{3})-(\d{2})$"));
static FOUR_DIGITS: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{2})(\d{2})$"));
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{1,2})-([a-z]{3})$"));

/// Reads a normalised label as ages.
#[must_use]
pub fn parse(normal: &str) -> Option<(Ages, Reading)> {
    // Most labels are words, and no age is written without a digit.
    if !normal.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut text = normal;
    // Words around the number: `aged 12`, `victims aged 12`, `15 to 19 years`.
    while let Some(found) = DECORATION.find(text) {
        text = if found.start() == 0 { &text[found.end()..] } else { &text[..found.start()] };
    }
    let over = || years_in(text, &ABOVE).map(|age| (Ages { from: age + 1, to: None }, Reading::Over));
    written(text)
        .map(|ages| (ages, Reading::Written))
        .or_else(over)
        .or_else(|| from_date(text).map(|ages| (ages, Reading::FromDate)))
}

/// A normalised label that may be a bracket without its dash: two ages of two digits, the second higher. Apart from
/// [`parse`], because four digits alone are more often a year or a count.
#[must_use]
pub fn without_dash(normal: &str) -> Option<Ages> {
    let found = FOUR_DIGITS.captures(normal)?;
    let (from, to) = (found[1].parse().ok()?, found[2].parse().ok()?);
    (from < to).then_some(Ages { from, to: Some(to) })
}

fn years(digits: &str) -> Option<u16> {
    digits.parse::<u16>().ok().filter(|age| *age <= OLDEST)
}

fn years_in(text: &str, pattern: &Regex) -> Option<u16> {
    let found = pattern.captures(text)?;
    years(found.iter().skip(1).flatten().next()?.as_str())
}

fn written(text: &str) -> Option<Ages> {
    if text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()) {
        let age = years(text)?;
        return Some(Ages { from: age, to: Some(age) });
    }
    if let Some(found) = PAIR.captures(text) {
        let (from, to) = (years(&found[1])?, years(&found[2])?);
        return (from <= to).then_some(Ages { from, to: Some(to) });
    }
    if let Some(age) = years_in(text, &BELOW) {
        return Some(Ages { from: 0, to: Some(age.checked_sub(1)?) });
    }
    if let Some(age) = years_in(text, &AT_MOST) {
        return Some(Ages { from: 0, to: Some(age) });
    }
    years_in(text, &AT_LEAST).map(|age| Ages { from: age, to: None })
}

/// `mmm-yy` keeps the order of the bracket; `dd-mmm` may stand in either, so the smaller number comes first.
fn from_date(text: &str) -> Option<Ages> {
    let month = |name: &str| super::period::month(name).and_then(|m| u16::try_from(m).ok());
    let (from, to) = if let Some(found) = MONTH_YEAR.captures(text) {
        (month(&found[1])?, found[2].parse().ok()?)
    } else {
        let found = DAY_MONTH.captures(text)?;
        let (day, month) = (found[1].parse().ok()?, month(&found[2])?);
        (std::cmp::min(day, month), std::cmp::max(day, month))
    };
    (from < to).then_some(Ages { from, to: Some(to) })
}

#[cfg(test)]
mod tests {
    use super::super::normal::normalise;
    use super::*;

    #[test]
    fn brackets_in_words_and_signs() {
        for (text, from, to) in [
            ("17", 17, Some(17)),
            ("10 to 19", 10, Some(19)),
            ("10\u{2013}19", 10, Some(19)),
            ("between 12 and 14", 12, Some(14)),
            ("Aged 15 - 19", 15, Some(19)),
            ("15 to 19 years", 15, Some(19)),
            ("under 16", 0, Some(15)),
            ("under-14s", 0, Some(13)),
            ("U18", 0, Some(17)),
            ("< 18", 0, Some(17)),
            ("under the age of 18", 0, Some(17)),
            ("<=17", 0, Some(17)),
            ("16 and under", 0, Some(16)),
            ("aged 16 and under", 0, Some(16)),
            ("up to 17", 0, Some(17)),
            ("60+", 60, None),
            ("65 & over", 65, None),
            ("18 plus", 18, None),
            (">=18", 18, None),
            ("Aged 12", 12, Some(12)),
        ] {
            assert_eq!(parse(&normalise(text)), Some((Ages { from, to }, Reading::Written)), "{text}");
        }
    }

    #[test]
    fn over_an_age_leaves_it_out() {
        for (text, from) in [("over 34", 35), ("Over 18", 19), (">18", 19), ("older than 20", 21)] {
            assert_eq!(parse(&normalise(text)), Some((Ages { from, to: None }, Reading::Over)), "{text}");
        }
    }

    #[test]
    fn four_digits_are_a_bracket_only_where_asked() {
        assert_eq!(without_dash("1520"), Some(Ages { from: 15, to: Some(20) }));
        for text in ["2015", "152", "15201", "1515", "15-20"] {
            assert_eq!(without_dash(text), None, "{text}");
        }
    }

    #[test]
    fn dates_made_of_brackets() {
        for (text, from, to) in [("Oct-19", 10, 19), ("14-Oct", 10, 14), ("05-Sep", 5, 9), ("9-May", 5, 9)] {
            assert_eq!(parse(&normalise(text)), Some((Ages { from, to: Some(to) }, Reading::FromDate)), "{text}");
        }
    }

    #[test]
    fn what_is_no_age() {
        for text in ["", "1520", "2015", "19 to 10", "charged", "under 0", "999", "Oct-05", "2015-16"] {
            assert_eq!(parse(&normalise(text)), None, "{text}");
        }
    }
}
