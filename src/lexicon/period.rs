//! The grammar of periods: years, quarters, months, words. Spans between two ends are in [`super::span`], periods that a
//! title speaks of in [`super::titles`]. First and last day are both included; what a text does not say stays unsaid.
//! The day a law began or ended is not the text's: it is no part of the grammar.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::span;
use crate::model::returns::BareYears;
use crate::model::term::{Period, PeriodKind};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Number of a month by its full name or its first three letters (`sept` too).
#[must_use]
pub fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    let at = MONTHS.iter().position(|name| *name == word || (word.len() == 3 && name.starts_with(word)))?;
    i8::try_from(at + 1).ok()
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant and tested")
}

static SPLIT_YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:fy ?|f/y ?|financial year )?(?:(\d{4}) ?[/-] ?(\d{4}|\d{2})|(\d{2}) ?/ ?(\d{2}))$"));
static BARE_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^(calendar year |cy ?)?((?:19|20)\d{2})$"));
static YEAR_ENDING: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:year|12 months|twelve months) (?:ending|ended|to)(?: (?:the )?end(?: of)?)? ([a-z]+) (\d{4})$")
});
static ACADEMIC_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:academic|school) year (.+)$"));
/// `FY2016` may be the financial year that begins in 2016, or the one that ends in it.
static NAMED_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:fy|f/y|financial year) ?((?:19|20)\d{2})$"));
static QUARTER: LazyLock<Regex> = LazyLock::new(|| regex(r"^q([1-4]) (\d{4})(?:[/-](\d{2}|\d{4}))?$"));
static MONTH_NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{4})-(\d{2})$"));
static YEARS_FROM: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:over )?(?:the )?(one|two|three|four|five|\d) years? (?:from|since) (.+)$"));
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:in |over |during )?(?:the )?(?:last|past|previous)(?: (?:\d+|twelve|six|three|two))? (?:years?|months?)$|^(?:so far )?this year$|^(?:ytd|year to date)$|^(?:one|two|three|four|five|a|\d+) years? ago$",
    )
});
static MONTH_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^([a-z]+)\.?,? (\d{4})$"));

/// What a month without a year, or a year without a basis, is read by.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    pub bare_years: BareYears,
    /// The period asked for: a bare month lies in it, or has no year.
    pub asked: Period,
    /// The day the figures were drawn, where known: what is still open ends there.
    pub until: Option<Date>,
}

impl Context {
    /// Nothing is known besides the text.
    pub const NONE: Self = Self { bare_years: BareYears::NotStated, asked: Period::NOT_STATED, until: None };
}

/// Reads a normalised text as a period.
#[must_use]
pub fn parse(text: &str, context: Context) -> Option<Period> {
    // Most labels are words; only months and words such as `last year` are periods without a digit.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        let months = text.split(|c: char| !c.is_alphabetic()).any(|word| month(word).is_some());
        let span = || if months { span::parse(text, context) } else { None };
        return month_of(text, context.asked).or_else(|| relative(text)).or_else(span);
    }
    split_year(text)
        .or_else(|| bare_year(text, context.bare_years))
        .or_else(|| named_year(text, context.bare_years))
        .or_else(|| month_of(text, context.asked))
        .or_else(|| quarter(text, context.bare_years))
        .or_else(|| spelled(text))
        .or_else(|| span::parse(text, context))
}

/// The two readings of a text whose words leave open which year they mean, earlier first: a bare year, a quarter of one,
/// and `FY2016`.
#[must_use]
pub fn readings(text: &str) -> Option<[Period; 2]> {
    let read = |bare_years| parse(text, Context { bare_years, ..Context::NONE });
    if let Some(found) = NAMED_YEAR.captures(text) {
        let year: i16 = found[1].parse().ok()?;
        return Some([financial_year(year - 1)?, financial_year(year)?]);
    }
    let [calendar, financial] = [read(BareYears::Calendar)?, read(BareYears::Financial)?];
    let ambiguous = read(BareYears::NotStated)?.from.is_none() && calendar != financial;
    ambiguous.then_some([calendar, financial])
}

pub(super) fn dated(from: Date, to: Date, kind: PeriodKind) -> Period {
    Period { from: Some(from), to: Some(to), kind }
}

pub(super) fn financial_year(year: i16) -> Option<Period> {
    Some(dated(Date::new(year, 4, 1).ok()?, Date::new(year + 1, 3, 31).ok()?, PeriodKind::FinancialYear))
}

pub(super) fn calendar_year(year: i16) -> Option<Period> {
    Some(dated(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?, PeriodKind::CalendarYear))
}

fn whole_month(year: i16, month: i8) -> Option<Period> {
    let first = Date::new(year, month, 1).ok()?;
    Some(dated(first, first.last_of_month(), PeriodKind::Month))
}

/// The year after `first` in the two or four digits of `second`.
fn follows(first: i16, second: &str) -> bool {
    let next = first + 1;
    second.parse::<i16>().is_ok_and(|second| second == next || (second < 100 && second == next % 100))
}

pub(super) fn split_year(text: &str) -> Option<Period> {
    let found = SPLIT_YEAR.captures(text)?;
    let (first, second) = match (found.get(1), found.get(3)) {
        (Some(year), _) => (year.as_str().parse().ok()?, found.get(2)?.as_str()),
        (None, year) => (2000 + year?.as_str().parse::<i16>().ok()?, found.get(4)?.as_str()),
    };
    if follows(first, second) { financial_year(first) } else { None }
}

/// The year that a text names and nothing else: `2015`, `calendar year 2015`.
pub(super) fn year(text: &str) -> Option<i16> {
    BARE_YEAR.captures(text)?[2].parse().ok()
}

pub(super) fn bare_year(text: &str, reading: BareYears) -> Option<Period> {
    let found = BARE_YEAR.captures(text)?;
    let year = found[2].parse().ok()?;
    match (found.get(1), reading) {
        (Some(_), _) | (None, BareYears::Calendar) => calendar_year(year),
        (None, BareYears::Financial) => financial_year(year),
        (None, BareYears::NotStated) => Some(Period { from: None, to: None, kind: PeriodKind::YearBasisNotStated }),
    }
}

/// A named year reads as a bare one does, where it can be that at all.
fn named_year(text: &str, reading: BareYears) -> Option<Period> {
    let year = NAMED_YEAR.captures(text)?[1].parse().ok()?;
    match reading {
        BareYears::Financial => financial_year(year),
        BareYears::Calendar | BareYears::NotStated => {
            Some(Period { from: None, to: None, kind: PeriodKind::YearBasisNotStated })
        }
    }
}

fn quarter(text: &str, reading: BareYears) -> Option<Period> {
    let found = QUARTER.captures(text)?;
    let (quarter, year): (i32, i16) = (found[1].parse().ok()?, found[2].parse().ok()?);
    let start = match (found.get(3), reading) {
        (Some(next), _) if follows(year, next.as_str()) => financial_year(year)?.from?,
        (Some(_), _) => return None,
        (None, BareYears::Calendar) => calendar_year(year)?.from?,
        (None, BareYears::Financial) => financial_year(year)?.from?,
        (None, BareYears::NotStated) => {
            return Some(Period { from: None, to: None, kind: PeriodKind::Quarter });
        }
    };
    quarter_of(start, quarter)
}

/// The quarter of this number, from 1 on, of a year that begins on this day.
pub(super) fn quarter_of(year_begins: Date, quarter: i32) -> Option<Period> {
    let from = year_begins.checked_add(jiff::Span::new().months(3 * (quarter - 1))).ok()?;
    let to = from.checked_add(jiff::Span::new().months(2)).ok()?.last_of_month();
    Some(dated(from, to, PeriodKind::Quarter))
}

fn month_of(text: &str, asked: Period) -> Option<Period> {
    if let Some(found) = MONTH_NUMBER.captures(text) {
        return whole_month(found[1].parse().ok()?, found[2].parse().ok()?);
    }
    if let Some(found) = MONTH_YEAR.captures(text)
        && let Some(month) = month(&found[1])
    {
        return whole_month(found[2].parse().ok()?, month);
    }
    let month = month(text)?;
    let years = asked.bounds().into_iter().flat_map(|(from, to)| from.year()..=to.year());
    let mut inside = years.filter_map(|year| whole_month(year, month)).filter(|found| asked.covers(*found));
    let unsaid = Period { from: None, to: None, kind: PeriodKind::MonthYearNotStated };
    Some(match (inside.next(), inside.next()) {
        (Some(only), None) => only,
        _ => unsaid,
    })
}

/// `In the last year`: nobody says which.
fn relative(text: &str) -> Option<Period> {
    RELATIVE.is_match(text).then_some(Period { from: None, to: None, kind: PeriodKind::Relative })
}

fn spelled(text: &str) -> Option<Period> {
    if let Some(period) = relative(text) {
        return Some(period);
    }
    if let Some(found) = YEAR_ENDING.captures(text) {
        let last = Date::new(found[2].parse().ok()?, month(&found[1])?, 1).ok()?.last_of_month();
        let first = last.first_of_month().checked_sub(jiff::Span::new().months(11)).ok()?;
        let kind = if last.month() == 3 { PeriodKind::FinancialYear } else { PeriodKind::Range };
        return Some(dated(first, last, kind));
    }
    if let Some(found) = ACADEMIC_YEAR.captures(text) {
        let year = split_year(&found[1])?.from?.year();
        let (from, to) = (Date::new(year, 9, 1).ok()?, Date::new(year + 1, 8, 31).ok()?);
        return Some(dated(from, to, PeriodKind::Range));
    }
    if let Some(found) = YEARS_FROM.captures(text) {
        let years = match &found[1] {
            "one" => 1,
            "two" => 2,
            "three" => 3,
            "four" => 4,
            "five" => 5,
            digits => digits.parse::<i32>().ok()?,
        };
        let from = span::first_day(&found[2])?;
        let to = from.checked_add(jiff::Span::new().years(years)).ok()?.yesterday().ok()?;
        return Some(dated(from, to, PeriodKind::Range));
    }
    None
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::normal::normalise;
    use super::*;

    pub(in crate::lexicon) fn shown(period: Period) -> String {
        let day = |date: Option<Date>| date.map_or("..".into(), |d| d.to_string());
        format!("{} {} {}", day(period.from), day(period.to), period.kind.text())
    }

    #[test]
    fn periods_in_the_words_forces_use() {
        for (text, expected) in [
            ("2019/20", "2019-04-01 2020-03-31 financial year"),
            ("2019/2020", "2019-04-01 2020-03-31 financial year"),
            ("2018-19", "2018-04-01 2019-03-31 financial year"),
            ("FY15/16", "2015-04-01 2016-03-31 financial year"),
            ("21/22", "2021-04-01 2022-03-31 financial year"),
            ("2019", ".. .. year, basis not stated"),
            ("Calendar year 2016", "2016-01-01 2016-12-31 calendar year"),
            ("year ending March 2016", "2015-04-01 2016-03-31 financial year"),
            ("April 2015 to December 2015", "2015-04-01 2015-12-31 range"),
            ("April to December 2015", "2015-04-01 2015-12-31 range"),
            ("from April 2015 to and including April 2016", "2015-04-01 2016-04-30 range"),
            ("01/04/2015 - 31/03/2016", "2015-04-01 2016-03-31 range"),
            ("1st January 2019 and 31st July 2022", "2019-01-01 2022-07-31 range"),
            ("2015 - 2018", "2015-01-01 2018-12-31 range"),
            ("since the 23rd March 2020", "2020-03-23 .. open-ended"),
            ("since April 2015", "2015-04-01 .. open-ended"),
            ("two years from April 2015", "2015-04-01 2017-03-31 range"),
            ("In the last year", ".. .. relative"),
            ("in the past 12 months", ".. .. relative"),
            ("last year", ".. .. relative"),
            ("YTD", ".. .. relative"),
            ("two years ago", ".. .. relative"),
            ("Academic year 2018/19", "2018-09-01 2019-08-31 range"),
            ("12 months to end March 2018", "2017-04-01 2018-03-31 financial year"),
            ("FY2016", ".. .. year, basis not stated"),
            ("Q1 2016", ".. .. quarter"),
            ("2019-05", "2019-05-01 2019-05-31 month"),
            ("Q4 2015/16", "2016-01-01 2016-03-31 quarter"),
            ("july", ".. .. month, year not stated"),
        ] {
            assert_eq!(parse(&normalise(text), Context::NONE).map(shown).as_deref(), Some(expected), "{text}");
        }
        for text in ["charged", "17", "10-19", "2015-18", "facebook to twitter", ""] {
            assert_eq!(parse(&normalise(text), Context::NONE), None, "{text}");
        }
    }

    #[test]
    fn what_a_year_leaves_open_has_two_readings() {
        let named = |text| readings(text).map(|both| both.map(shown));
        assert_eq!(
            named("2016"),
            Some(["2016-01-01 2016-12-31 calendar year".into(), "2016-04-01 2017-03-31 financial year".into()])
        );
        assert_eq!(
            named("fy2016"),
            Some(["2015-04-01 2016-03-31 financial year".into(), "2016-04-01 2017-03-31 financial year".into()])
        );
        assert_eq!(
            named("q1 2016"),
            Some(["2016-01-01 2016-03-31 quarter".into(), "2016-04-01 2016-06-30 quarter".into()])
        );
        for text in ["2016/17", "calendar year 2016", "q1 2016/17", "july", "last year", "april 2015 to march 2016"] {
            assert_eq!(readings(text), None, "{text}");
        }
    }

    #[test]
    fn a_bare_month_lies_in_the_period_asked_or_has_no_year() {
        let asked = parse("april to december 2015", Context::NONE).expect("a range");
        let context = Context { asked, ..Context::NONE };
        assert_eq!(parse("july", context).map(shown).as_deref(), Some("2015-07-01 2015-07-31 month"));
        assert_eq!(parse("january", context).map(shown).as_deref(), Some(".. .. month, year not stated"));
    }
}
