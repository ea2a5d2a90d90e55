//! Spans of time between two ends, each a year, a month or a day: `April 2015 to March 2016`, `2017/18 (to 30/11/17)`.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::period::{Context, bare_year, calendar_year, financial_year, month, split_year};
use crate::model::returns::BareYears;
use crate::model::term::{Period, PeriodKind};

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant and tested")
}

/// Numbers of two digits that would be so many years apart are no years.
const MOST_SHORT_YEARS: i16 = 10;

/// Words before a span that say no more than that one follows.
static LEAD: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:from |between |(?:dates?|period) ?[:-] ?)"));
static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    regex(r",? to and including |,? (?:up )?until \(?and including\)? |,? (?:to|and|until|up to) | ?- ?")
});
static END_OF: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:the )?end of "));
static OPEN: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:(?:since|from)(?: the)? (.+)|(.+?) (?:to date|onwards))$"));
static CUT_SHORT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^([^()]+?) ?\((?:(?:up )?(to|until)|(from))(?: the end of)? ([^()]+)\)$"));
static TO_END: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:through to|up to|to)(?: the)? end of ([a-z]+)$"));
static YEARS: LazyLock<Regex> = LazyLock::new(|| regex(r"^calendar years \d{4}(?:(?:, and |, | and )\d{4})+$"));

static DAY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:the )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)\.?(?:,? (\d{4}))?$"));
static MONTH_DAY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^([a-z]+)\.? (\d{1,2})(?:(?:st|nd|rd|th),?|,| )(?: ?(\d{4}))?$"));
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})$"));
static ISO: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{4})-(\d{2})-(\d{2})$"));
static MONTH_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^([a-z]+)\.?,? (\d{4})$"));
static SHORT_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^([a-z]+)\.?[ '-](\d{1,2})$"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:19|20)\d{2}$"));

/// Reads a normalised text as a span.
pub(super) fn parse(text: &str, context: Context) -> Option<Period> {
    between(text, context)
        .or_else(|| cut_short(text, context.bare_years))
        .or_else(|| to_end(text, context.asked))
        .or_else(|| listed_years(text))
        .or_else(|| open(text, context))
}

/// The day that a normalised text names: `31 March 2020`, `31/03/2020`, `2020-03-31`.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let moment = Moment::parse(text)?;
    moment.day.and(moment.last_day(None))
}

/// The first day of the year, month or day that a normalised text names.
pub(super) fn first_day(text: &str) -> Option<Date> {
    Moment::parse(text)?.first_day(None)
}

fn dated(from: Date, to: Date) -> Period {
    Period { from: Some(from), to: Some(to), kind: PeriodKind::Range }
}

/// A month, or a span of months, whose year nothing states.
const YEAR_NOT_STATED: Period = Period { from: None, to: None, kind: PeriodKind::MonthYearNotStated };

fn between(text: &str, context: Context) -> Option<Period> {
    let says_between = text.starts_with("between ");
    let text = LEAD.replace(text, "");
    SEPARATOR.find_iter(&text).find_map(|separator| {
        let (first, last) = (text[..separator.start()].trim(), text[separator.end()..].trim());
        let named_end = END_OF.find(last).map_or(0, |found| found.end());
        let (mut first, mut last) = (Moment::parse(first)?, Moment::parse(&last[named_end..])?);
        // `2015 and 2018` are two years, and what lies between them is not meant.
        if separator.as_str().trim() == "and" && !says_between && first.is_listed_beside(last) {
            return None;
        }
        // `October 10 to December 31, 2018`: beside a day, the short number is a day too.
        if first.day.is_some() != last.day.is_some() {
            (first, last) = (first.short_year_as_day(), last.short_year_as_day());
        }
        // `April to December 2015`: the first month has the last one's year; `2022 to July`: the other way round.
        let alone = first.month.is_none() && separator.as_str().contains(char::is_alphabetic);
        let (begun, ended) = (first.financial_year(context.bare_years), last.financial_year(context.bare_years));
        let from = begun.and_then(|year| year.from).or_else(|| first.first_day(last.year));
        let ended = ended.filter(|_| named_end == 0).and_then(|year| year.to);
        let to = ended.or_else(|| last.last_day(first.year.filter(|_| alone)));
        match (from, to) {
            // `April 13 to December 31` has days and no years.
            (Some(from), Some(to)) if (first.short || last.short) && to.year() - from.year() >= MOST_SHORT_YEARS => {
                None
            }
            (Some(from), Some(to)) => (from <= to).then(|| dated(from, to)),
            (None, None) if first.day.is_none() && last.day.is_none() => Some(months_asked(first, last, context.asked)),
            _ => None,
        }
    })
}

/// `April to December`: those of the period asked for, if they lie in it once.
fn months_asked(first: Moment, last: Moment, asked: Period) -> Period {
    let years = asked.bounds().into_iter().flat_map(|(from, to)| from.year()..=to.year());
    let spans = years.flat_map(|year| [(year, year), (year, year + 1)]).filter_map(|(start, end)| {
        let (from, to) = (first.first_day(Some(start))?, last.last_day(Some(end))?);
        // A later month of the same year, or an earlier one of the next.
        let shortest = from <= to && (start == end || first.month > last.month);
        shortest.then(|| dated(from, to)).filter(|span| asked.covers(*span))
    });
    only(spans).unwrap_or(YEAR_NOT_STATED)
}

fn only<T>(mut of: impl Iterator<Item = T>) -> Option<T> {
    of.next().filter(|_| of.next().is_none())
}

/// `2022 (to July)`, `2015/16 (from 13 April)`: a year that begins late or ends early.
fn cut_short(text: &str, bare_years: BareYears) -> Option<Period> {
    let found = CUT_SHORT.captures(text)?;
    let reading = if bare_years == BareYears::NotStated { BareYears::Calendar } else { bare_years };
    let year = split_year(&found[1]).or_else(|| bare_year(&found[1], reading))?;
    let (first, last) = year.bounds()?;
    let cut = Moment::parse(&found[4])?;
    let inside = |date: &Date| (first..=last).contains(date);
    let years = || cut.year.map_or(first.year()..=last.year(), |year| year..=year);
    if found.get(2).is_some() {
        let to = only(years().filter_map(|year| cut.last_day(Some(year))).filter(inside))?;
        return Some(dated(first, to));
    }
    let from = only(years().filter_map(|year| cut.first_day(Some(year))).filter(inside))?;
    Some(dated(from, last))
}

/// `through to end of August`: from the first day asked for.
fn to_end(text: &str, asked: Period) -> Option<Period> {
    let month = month(&TO_END.captures(text)?[1])?;
    let Some((from, until)) = asked.bounds() else { return Some(YEAR_NOT_STATED) };
    let ends = (from.year()..=until.year()).filter_map(|year| Some(Date::new(year, month, 1).ok()?.last_of_month()));
    let end = only(ends.filter(|end| (from..=until).contains(end)));
    Some(end.map_or(YEAR_NOT_STATED, |to| dated(from, to)))
}

/// `calendar years 2019, 2020, 2021`: years that follow each other.
fn listed_years(text: &str) -> Option<Period> {
    let words = YEARS.find(text)?.as_str().split([' ', ',']);
    let years: Vec<i16> = words.filter_map(|word| word.parse().ok()).collect();
    let follow = years.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let (first, last) = (calendar_year(*years.first()?)?, calendar_year(*years.last()?)?);
    if follow { Some(dated(first.from?, last.to?)) } else { None }
}

/// `since April 2015`: up to the day the figures were drawn, where that is known.
fn open(text: &str, context: Context) -> Option<Period> {
    let found = OPEN.captures(text)?;
    let from = Moment::parse(found.get(1).or_else(|| found.get(2))?.as_str())?;
    let year = from.financial_year(context.bare_years).and_then(|year| year.from);
    let from = Some(year.or_else(|| from.first_day(None))?);
    Some(ended(Period { from, to: None, kind: PeriodKind::OpenEnded }, context.until))
}

/// An open-ended period with the day its figures were drawn as its end; any other period, or one that begins later, as
/// it is.
#[must_use]
pub fn ended(period: Period, until: Option<Date>) -> Period {
    let open = period.kind == PeriodKind::OpenEnded && period.to.is_none();
    let until = until.filter(|until| open && period.from.is_some_and(|from| from <= *until));
    Period { to: until.or(period.to), ..period }
}

/// One end of a span: a year, a month or a day.
#[derive(Debug, Clone, Copy)]
struct Moment {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    /// Its year was written in two digits after a month, and may be a day: `Apr 15`.
    short: bool,
}

impl Moment {
    /// Whether `and` between the two lists them: years or months that do not follow each other.
    fn is_listed_beside(self, last: Self) -> bool {
        let bare_years = self.month.is_none() && last.month.is_none();
        let bare_months = self.year.is_none() && self.day.is_none() && last.day.is_none();
        let follows = |one: Option<i16>, other: Option<i16>| one.zip(other).is_some_and(|(a, b)| a + 1 == b);
        let months = follows(self.month.map(i16::from), last.month.map(i16::from));
        bare_years && !follows(self.year, last.year) || !bare_years && bare_months && !months
    }

    fn parse(text: &str) -> Option<Self> {
        let of = |year, month, day| Some(Self { year, month, day, short: false });
        if let Some(found) = NUMERIC.captures(text) {
            return of(full_year(&found[3]), Some(found[2].parse().ok()?), Some(found[1].parse().ok()?));
        }
        if let Some(found) = ISO.captures(text) {
            return of(full_year(&found[1]), Some(found[2].parse().ok()?), Some(found[3].parse().ok()?));
        }
        if let Some(found) = DAY.captures(text) {
            let year = found.get(3).and_then(|year| full_year(year.as_str()));
            return of(year, Some(month(&found[2])?), Some(found[1].parse().ok()?));
        }
        if let Some(found) = MONTH_DAY.captures(text) {
            let year = found.get(3).and_then(|year| full_year(year.as_str()));
            return of(year, Some(month(&found[1])?), Some(found[2].parse().ok()?));
        }
        if let Some(found) = MONTH_YEAR.captures(text) {
            return of(full_year(&found[2]), Some(month(&found[1])?), None);
        }
        if let Some(found) = SHORT_YEAR.captures(text) {
            let month = Some(month(&found[1])?);
            if found[2].len() == 1 {
                return of(None, month, Some(found[2].parse().ok()?));
            }
            return Some(Self { year: full_year(&found[2]), month, day: None, short: true });
        }
        if YEAR.is_match(text) {
            return of(full_year(text), None, None);
        }
        of(None, Some(month(text)?), None)
    }

    /// The year of a bare one, where bare years are financial ones.
    fn financial_year(self, reading: BareYears) -> Option<Period> {
        let bare = self.year.filter(|_| self.month.is_none() && reading == BareYears::Financial)?;
        financial_year(bare)
    }

    fn short_year_as_day(self) -> Self {
        let day = self.year.filter(|_| self.short).and_then(|year| i8::try_from(year % 100).ok());
        if day.is_some() { Self { year: None, day, ..self } } else { self }
    }

    fn first_day(self, year: Option<i16>) -> Option<Date> {
        Date::new(self.year.or(year)?, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    fn last_day(self, year: Option<i16>) -> Option<Date> {
        let (year, month) = (self.year.or(year)?, self.month.unwrap_or(12));
        match self.day {
            Some(day) => Date::new(year, month, day).ok(),
            None => Some(Date::new(year, month, 1).ok()?.last_of_month()),
        }
    }
}

/// A year in four digits, or in two of this century.
fn full_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    Some(if year < 100 { 2000 + year } else { year })
}

#[cfg(test)]
mod tests {
    use super::super::normal::normalise;
    use super::*;

    fn read(text: &str, context: Context) -> Option<String> {
        let day = |date: Option<Date>| date.map_or("..".into(), |day| day.to_string());
        super::parse(&normalise(text), context).map(|span| format!("{} {}", day(span.from), day(span.to)))
    }

    #[test]
    fn spans_with_an_end_each_way() {
        for (text, expected) in [
            ("April 2011- March 2012", "2011-04-01 2012-03-31"),
            ("Apr-15 to Mar-16", "2015-04-01 2016-03-31"),
            ("Apr 15 - Mar 16", "2015-04-01 2016-03-31"),
            ("October 10 to December 31, 2018", "2018-10-10 2018-12-31"),
            ("October 1, 2018, until (and including) April 2, 2019", "2018-10-01 2019-04-02"),
            ("April 1st 2024 until (and including) March 31st, 2025", "2024-04-01 2025-03-31"),
            ("From January 1, 2015, to December 31, 2020", "2015-01-01 2020-12-31"),
            ("Date - 01/04/19 - 31/03/24", "2019-04-01 2024-03-31"),
            ("2019-04-01 to 2020-03-31", "2019-04-01 2020-03-31"),
            ("April 2015 and the end of 2021", "2015-04-01 2021-12-31"),
            ("2022 to July", "2022-01-01 2022-07-31"),
            ("2022 (to July)", "2022-01-01 2022-07-31"),
            ("2017/18 (to 30/11/17)", "2017-04-01 2017-11-30"),
            ("2015/16 (from 13 April)", "2015-04-13 2016-03-31"),
            ("calendar years 2019, 2020, 2021", "2019-01-01 2021-12-31"),
            ("2016 to date", "2016-01-01 .."),
            ("April to December", ".. .."),
        ] {
            assert_eq!(read(text, Context::NONE).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["2015 - May", "2017/18 (to 30/11/19)", "calendar years 2019, 2021", "December to", "10-19", "Oct-19"]
        {
            assert_eq!(read(text, Context::NONE), None, "{text}");
        }
    }

    #[test]
    fn what_has_no_year_lies_in_the_period_asked_or_has_no_dates() {
        let asked = |text| Context { asked: super::parse(text, Context::NONE).expect("a span"), ..Context::NONE };
        let (one_year, two_years) = (asked("april 2015 to march 2016"), asked("april 2015 to march 2017"));
        for (text, in_one, in_two) in [
            ("April to December", "2015-04-01 2015-12-31", ".. .."),
            ("November to February", "2015-11-01 2016-02-29", ".. .."),
            ("January to December", ".. ..", "2016-01-01 2016-12-31"),
            ("through to end of August", "2015-04-01 2015-08-31", ".. .."),
        ] {
            assert_eq!(read(text, one_year).as_deref(), Some(in_one), "{text}");
            assert_eq!(read(text, two_years).as_deref(), Some(in_two), "{text}");
        }
    }

    #[test]
    fn bare_years_at_either_end_read_as_the_letter_says() {
        let financial = Context { bare_years: BareYears::Financial, ..Context::NONE };
        for (text, expected) in [
            ("2015 - 2018", "2015-04-01 2019-03-31"),
            ("2022 (to July)", "2022-04-01 2022-07-31"),
            ("2022 to July", "2022-04-01 2022-07-31"),
            ("2016 to date", "2016-04-01 .."),
            ("April 2015 and the end of 2021", "2015-04-01 2021-12-31"),
        ] {
            assert_eq!(read(text, financial).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn days_without_years_and_years_in_a_list_are_no_span() {
        for text in ["April 13 to December 31", "January 10 - March 20", "2015 and 2018", "January and March 2016"] {
            assert_eq!(read(text, Context::NONE), None, "{text}");
        }
        assert_eq!(read("between 2016 and 2021", Context::NONE).as_deref(), Some("2016-01-01 2021-12-31"));
        assert_eq!(read("2015 and 2016", Context::NONE).as_deref(), Some("2015-01-01 2016-12-31"));
    }

    #[test]
    fn an_open_span_ends_when_the_figures_were_drawn() {
        let until = |text| Context { until: day(&normalise(text)), ..Context::NONE };
        let read = |text| read("since the 23rd March 2020", until(text));
        assert_eq!(read("12 May 2022").as_deref(), Some("2020-03-23 2022-05-12"));
        assert_eq!(read("2022-05-12").as_deref(), Some("2020-03-23 2022-05-12"));
        assert_eq!(read("12/05/2022").as_deref(), Some("2020-03-23 2022-05-12"));
        assert_eq!(read("January 2020").as_deref(), Some("2020-03-23 .."), "a month is no day");
        assert_eq!(read("1 January 2020").as_deref(), Some("2020-03-23 .."), "a day before the start is none of its");
    }
}
