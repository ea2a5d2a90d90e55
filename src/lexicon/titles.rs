//! Periods in longer texts: the titles of a table, the name of a sheet.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::period::{Context, parse, quarter_of, split_year, year};
use crate::model::term::{Period, PeriodKind};

static BARE_QUARTER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:q|quarter )([1-4])$").expect("the pattern is a constant and tested"));

/// The one period a longer text speaks of (`Offences recorded April to December 2015`) and its words; `None` if it
/// speaks of none or of several. A bare month is too common in prose to count, and so is a bare year outside the
/// period asked for.
#[must_use]
pub fn within(text: &str, context: Context) -> Option<(Period, String)> {
    let year_asked = |word: &str| {
        let asked = context.asked.bounds();
        asked.is_some_and(|(from, to)| year(word).is_some_and(|year| (from.year()..=to.year()).contains(&year)))
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
            period.filter(|period| period.kind != PeriodKind::MonthYearNotStated).map(|period| (end, period, phrase))
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
    let Some(quarter) = BARE_QUARTER.captures(text).and_then(|found| found[1].parse::<i32>().ok()) else {
        return Vec::new();
    };
    let Some((from, to)) = asked.bounds() else { return Vec::new() };
    let starts = (from.year()..=to.year()).flat_map(|year| [(year, 1), (year, 4)]);
    let mut found: Vec<Period> = starts
        .filter_map(|(year, month)| quarter_of(Date::new(year, month, 1).ok()?, quarter))
        .filter(|quarter| asked.covers(*quarter))
        .collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::super::normal::normalise;
    use super::super::period::tests::shown;
    use super::*;
    use crate::model::returns::BareYears;

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
            ("Outcomes 2022 (to July)", Some("2022-01-01 2022-07-31 range")),
            ("Outcomes in Q1 2016", Some(".. .. quarter")),
            ("Outcomes, April to December", None),
        ] {
            let found = within(&normalise(text), Context::NONE).map(|(period, _)| shown(period));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        let asked = parse("january 2015 to december 2016", Context::NONE).expect("a range");
        let found = within("outcomes 2015", Context { bare_years: BareYears::Calendar, asked, until: None });
        assert_eq!(found.map(|(period, _)| shown(period)).as_deref(), Some("2015-01-01 2015-12-31 calendar year"));
    }
}
