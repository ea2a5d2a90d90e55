//! The grammar of periods. First and last day are both included; what a text does not say stays unsaid.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

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
static YEAR_ENDING: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:year (?:ending|ended|to)|12 months to(?: end)?)(?: end)? ([a-z]+) (\d{4})$"));
static QUARTER: LazyLock<Regex> = LazyLock::new(|| regex(r"^q([1-4]) (\d{4})[/-](\d{2}|\d{4})$"));
static BARE_QUARTER: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:q|quarter )([1-4])$"));
static MONTH_NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{4})-(\d{2})$"));
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:from |between )?(.+?) ?(?: to and including | to | and | until | - |-)(?:the end of )? ?(.+)$")
});
static OPEN: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:since|from)(?: the)? (.+)$"));
static YEARS_FROM: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:over )?(?:the )?(one|two|three|four|five|\d) years? (?:from|since) (.+)$"));
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:in |over |during )?(?:the )?(?:last|past|previous)(?: (?:\d+|twelve|six|three|two))? (?:years?|months?)$|^(?:so far )?this year$",
    )
});
static DAY: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)(?:,? (\d{4}))?$"));
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})$"));
static MONTH_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^([a-z]+)\.?,? (\d{4})$"));

/// What a month without a year, or a year without a basis, is read by.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    pub bare_years: BareYears,
    /// The period asked for: a bare month lies in it, or has no year.
    pub asked: Period,
}

impl Context {
    /// Nothing is known besides the text.
    pub const NONE: Self = Self { bare_years: BareYears::NotStated, asked: Period::NOT_STATED };
}

/// Reads a normalised text as a period.
#[must_use]
pub fn parse(text: &str, context: Context) -> Option<Period> {
    // Most labels are words; only months and words such as `last year` are periods without a digit.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return month_of(text, context.asked).or_else(|| relative(text));
    }
    split_year(text)
        .or_else(|| bare_year(text, context.bare_years))
        .or_else(|| month_of(text, context.asked))
        .or_else(|| spelled(text))
        .or_else(|| range(text))
}

/// The one period a longer text speaks of (`Offences recorded April to December 2015`) and its words; `None` if it
/// speaks of none or of several. A bare month is too common in prose to count, and so is a bare year outside the
/// period asked for.
#[must_use]
pub fn within(text: &str, context: Context) -> Option<(Period, String)> {
    let year_asked = |word: &str| {
        let year = BARE_YEAR.captures(word).and_then(|found| found[2].parse::<i16>().ok());
        let asked = context.asked.bounds();
        asked.is_some_and(|(from, to)| year.is_some_and(|year| (from.year()..=to.year()).contains(&year)))
    };
    let reading = Context { asked: Period::NOT_STATED, ..context };
    let words: Vec<&str> = text.split(' ').map(|word| word.trim_matches([',', '.', ';', '(', ')'])).collect();
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let longest = (start + 1..=words.len().min(start + 10)).rev().find_map(|end| {
            let phrase = words[start..end].join(" ");
            let bare = end == start + 1 && split_year(&phrase).is_none() && !year_asked(&phrase);
            let period = if bare { None } else { parse(&phrase, reading) };
            period.map(|period| (end, period, phrase))
        });
        match longest {
            Some((end, period, phrase)) => {
                found.push((period, phrase));
                start = end;
            }
            None => start += 1,
        }
    }
    found.dedup_by_key(|(period, _)| *period);
    if found.len() == 1 { found.pop() } else { None }
}

/// What a quarter without a year (`Q2`, as a sheet's name) may mean inside the period asked for: the quarters of
/// calendar and of financial years.
#[must_use]
pub fn quarters_within(text: &str, asked: Period) -> Vec<Period> {
    let Some(quarter) = BARE_QUARTER.captures(text).and_then(|found| found[1].parse::<i8>().ok()) else {
        return Vec::new();
    };
    let Some((from, to)) = asked.bounds() else { return Vec::new() };
    let starts = (from.year()..=to.year()).flat_map(|year| [(year, 1), (year, 4)]);
    let mut found: Vec<Period> = starts
        .filter_map(|(year, first)| {
            let start =
                Date::new(year, first, 1).ok()?.checked_add(jiff::Span::new().months(3 * (quarter - 1))).ok()?;
            let end = start.checked_add(jiff::Span::new().months(2)).ok()?.last_of_month();
            Some(dated(start, end, PeriodKind::Quarter))
        })
        .filter(|quarter| asked.covers(*quarter))
        .collect();
    found.sort();
    found.dedup();
    found
}

fn dated(from: Date, to: Date, kind: PeriodKind) -> Period {
    Period { from: Some(from), to: Some(to), kind }
}

fn financial_year(year: i16) -> Option<Period> {
    Some(dated(Date::new(year, 4, 1).ok()?, Date::new(year + 1, 3, 31).ok()?, PeriodKind::FinancialYear))
}

fn calendar_year(year: i16) -> Option<Period> {
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

fn split_year(text: &str) -> Option<Period> {
    let found = SPLIT_YEAR.captures(text)?;
    let (first, second) = match (found.get(1), found.get(3)) {
        (Some(year), _) => (year.as_str().parse().ok()?, found.get(2)?.as_str()),
        (None, year) => (2000 + year?.as_str().parse::<i16>().ok()?, found.get(4)?.as_str()),
    };
    if follows(first, second) { financial_year(first) } else { None }
}

fn bare_year(text: &str, reading: BareYears) -> Option<Period> {
    let found = BARE_YEAR.captures(text)?;
    let year = found[2].parse().ok()?;
    match (found.get(1), reading) {
        (Some(_), _) | (None, BareYears::Calendar) => calendar_year(year),
        (None, BareYears::Financial) => financial_year(year),
        (None, BareYears::NotStated) => Some(Period { from: None, to: None, kind: PeriodKind::YearBasisNotStated }),
    }
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
    if let Some(found) = QUARTER.captures(text) {
        let year: i16 = found[2].parse().ok()?;
        let start = financial_year(year).filter(|_| follows(year, &found[3]))?.from?;
        let quarter: i32 = found[1].parse().ok()?;
        let from = start.checked_add(jiff::Span::new().months(3 * (quarter - 1))).ok()?;
        let to = from.checked_add(jiff::Span::new().months(2)).ok()?.last_of_month();
        return Some(dated(from, to, PeriodKind::Quarter));
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
        let from = Moment::parse(&found[2])?.first_day(None)?;
        let to = from.checked_add(jiff::Span::new().years(years)).ok()?.yesterday().ok()?;
        return Some(dated(from, to, PeriodKind::Range));
    }
    None
}

fn range(text: &str) -> Option<Period> {
    if let Some(found) = RANGE.captures(text) {
        let (first, last) = (Moment::parse(&found[1])?, Moment::parse(&found[2])?);
        // `April to December 2015`: the first month has the last one's year.
        let from = first.first_day(last.year)?;
        let to = last.last_day()?;
        return (from <= to).then(|| dated(from, to, PeriodKind::Range));
    }
    let from = Moment::parse(&OPEN.captures(text)?[1])?.first_day(None)?;
    Some(Period { from: Some(from), to: None, kind: PeriodKind::OpenEnded })
}

/// One end of a range: a year, a month or a day.
#[derive(Debug, Clone, Copy)]
struct Moment {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        if let Some(found) = NUMERIC.captures(text) {
            let year: i16 = found[3].parse().ok()?;
            let year = if year < 100 { 2000 + year } else { year };
            return Some(Self { year: Some(year), month: found[2].parse().ok(), day: found[1].parse().ok() });
        }
        if let Some(found) = DAY.captures(text) {
            let year = found.get(3).and_then(|year| year.as_str().parse().ok());
            return Some(Self { year, month: Some(month(&found[2])?), day: found[1].parse().ok() });
        }
        if let Some(found) = MONTH_YEAR.captures(text) {
            return Some(Self { year: found[2].parse().ok(), month: Some(month(&found[1])?), day: None });
        }
        if let Some(found) = BARE_YEAR.captures(text) {
            return Some(Self { year: found[2].parse().ok(), month: None, day: None });
        }
        Some(Self { year: None, month: Some(month(text)?), day: None })
    }

    fn first_day(self, year: Option<i16>) -> Option<Date> {
        Date::new(self.year.or(year)?, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    fn last_day(self) -> Option<Date> {
        let month = self.month.unwrap_or(12);
        match self.day {
            Some(day) => Date::new(self.year?, month, day).ok(),
            None => Some(Date::new(self.year?, month, 1).ok()?.last_of_month()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::normal::normalise;
    use super::*;

    fn shown(period: Period) -> String {
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
    fn a_bare_month_lies_in_the_period_asked_or_has_no_year() {
        let asked = parse("april to december 2015", Context::NONE).expect("a range");
        let context = Context { bare_years: BareYears::NotStated, asked };
        assert_eq!(parse("july", context).map(shown).as_deref(), Some("2015-07-01 2015-07-31 month"));
        assert_eq!(parse("january", context).map(shown).as_deref(), Some(".. .. month, year not stated"));
    }

    #[test]
    fn a_bare_quarter_has_every_reading_inside_the_period_asked() {
        let asked = parse("april to december 2015", Context::NONE).expect("a range");
        let readings = |text| quarters_within(text, asked).into_iter().map(shown).collect::<Vec<_>>();
        assert_eq!(readings("q1"), ["2015-04-01 2015-06-30 quarter"]);
        assert_eq!(readings("q2"), ["2015-04-01 2015-06-30 quarter", "2015-07-01 2015-09-30 quarter"]);
        assert!(readings("outcomes").is_empty());
    }

    #[test]
    fn titles_speak_of_at_most_one_period() {
        for (text, expected) in [
            ("Victims of offences recorded between April 2015 and March 2016", Some("2015-04-01 2016-03-31 range")),
            ("Disclosing private photographs, April to December 2015", Some("2015-04-01 2015-12-31 range")),
            ("Suspects by age \u{2013} January 2017 to October 2019", Some("2017-01-01 2019-10-31 range")),
            ("Concluded investigations in the last year", Some(".. .. relative")),
            ("Reports over two years from April 2015", Some("2015-04-01 2017-03-31 range")),
            ("Response of 2016 about May", None),
            ("From 2015/16 compared with 2016/17", None),
            ("Outcomes 2015-16", Some("2015-04-01 2016-03-31 financial year")),
            ("Outcomes 2015", None),
        ] {
            let found = within(&normalise(text), Context::NONE).map(|(period, _)| shown(period));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        let asked = parse("january 2015 to december 2016", Context::NONE).expect("a range");
        let found = within("outcomes 2015", Context { bare_years: BareYears::Calendar, asked });
        assert_eq!(found.map(|(period, _)| shown(period)).as_deref(), Some("2015-01-01 2015-12-31 calendar year"));
    }
}
