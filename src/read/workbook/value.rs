//! What a cell of a workbook holds, as its number format shows it.

use calamine::{DataRef, ExcelDateTime};
use jiff::civil::{Date, DateTime, Time, date};

use crate::model::grid::Content;
use crate::model::place::At;
use crate::read::scan::SheetScan;
use crate::read::shown::{self, Shows};
use crate::read::{is_error, number_format};

/// How the cells of a workbook are to be understood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Epoch {
    /// Days are counted from 1904, as on old Macintoshes.
    pub is_1904: bool,
}

/// How a cell shows what it holds, as its file tells.
#[derive(Debug, Clone, Copy)]
pub(super) enum Display<'d> {
    /// As it is.
    Plain,
    /// By a number format.
    Code(&'d str),
    /// As this text.
    Text(&'d str),
}

impl<'d> Display<'d> {
    /// As the scan has it, where the parser tells no formats.
    pub(super) fn of(scan: &'d SheetScan, at: At) -> Self {
        let text = scan.shown.get(&at).map(|text| Self::Text(text));
        text.or_else(|| scan.formats.get(&at).map(|code| Self::Code(code))).unwrap_or(Self::Plain)
    }

    fn code(self) -> &'d str {
        if let Self::Code(code) = self { code } else { "" }
    }
}

/// The content of a cell; `None` if it is blank. The second value says that it shows something else than it holds;
/// percentages and dates do not.
pub(super) fn content(value: &DataRef<'_>, display: Display<'_>, epoch: Epoch) -> Option<(Content, bool)> {
    let plain = |text: &str| if is_error(text) { Content::Error(text.into()) } else { Content::Text(text.into()) };
    let instead = || number_format::instead_of_text(display.code());
    let text = |text: &str| match instead() {
        Some(words) if words.trim().is_empty() => (hidden(), true),
        Some(words) => (Content::Text(words.into()), true),
        None => (plain(text), false),
    };
    let content = match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => return Some(numeric(f64_of(*number), display)),
        DataRef::Float(number) if number.is_finite() => return Some(numeric(*number, display)),
        DataRef::Float(_) => Content::Error("#NUM!".into()),
        DataRef::Bool(true) => Content::Text("TRUE".into()),
        DataRef::Bool(false) => Content::Text("FALSE".into()),
        DataRef::DateTime(moment) => dated(moment, display, epoch),
        DataRef::DateTimeIso(stored) => return Some(written(stored, display)),
        DataRef::Error(error) => Content::Error(error.to_string().into()),
        DataRef::DurationIso(own) => plain(own),
        DataRef::String(own) => return Some(text(own)),
        DataRef::SharedString(shared) => return Some(text(shared)),
    };
    Some((content, false))
}

#[allow(clippy::cast_precision_loss, reason = "a spreadsheet's own numbers are doubles")]
fn f64_of(number: i64) -> f64 {
    number as f64
}

/// A number as it is shown: a percentage is a share and no count, and where words are shown instead of the number,
/// those are what the force published.
fn numeric(number: f64, display: Display<'_>) -> (Content, bool) {
    let shows = match display {
        Display::Plain => Shows::Number,
        Display::Code(code) => shown::by_format(code, number),
        Display::Text(text) => shown::as_text(text, number),
    };
    match shows {
        Shows::Number => (Content::Number(number), false),
        Shows::Share => (Content::Text(shown::share(number).into()), false),
        Shows::Words(words) if words.trim().is_empty() => (hidden(), true),
        Shows::Words(words) => (Content::Text(words.into()), true),
    }
}

/// In place of a value that the file holds and does not show.
fn hidden() -> Content {
    Content::Error("[hidden by its number format]".into())
}

/// A date as its number format shows it: the format tells `Oct-19` made of `10-19` from a day.
fn dated(moment: &ExcelDateTime, display: Display<'_>, epoch: Epoch) -> Content {
    let serial = moment.as_f64();
    // A time or a day that no calendar has counts nothing: it is shown as its serial number, but is no number.
    let shown = match day(serial, epoch) {
        _ if moment.is_duration() => serial.to_string(),
        None => serial.to_string(),
        Some(Day::LeapOf1900) => "1900-02-29".into(),
        Some(Day::Civil(civil)) => by_code(civil, display.code()),
    };
    Content::Date { shown: shown.into() }
}

/// A date that is stored as ISO has it.
fn written(stored: &str, display: Display<'_>) -> (Content, bool) {
    let shown = match (display, stored.parse::<DateTime>()) {
        (Display::Text(shown), _) if shown.trim().is_empty() => return (hidden(), true),
        (Display::Text(shown), _) => shown.to_owned(),
        (_, Ok(moment)) if moment.time() == Time::midnight() => by_code(moment.date(), display.code()),
        _ => stored.to_owned(),
    };
    (Content::Date { shown: shown.into() }, false)
}

fn by_code(day: Date, code: &str) -> String {
    number_format::short_date(code).map_or_else(|| day.to_string(), |form| day.strftime(form).to_string())
}

/// A day as spreadsheets count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    Civil(Date),
    /// Day 60 of the 1900 epoch, which spreadsheets have and the calendar has not.
    LeapOf1900,
}

/// The day of a serial number; `None` for a time of day, or for what no spreadsheet shows as a date.
fn day(serial: f64, epoch: Epoch) -> Option<Day> {
    // The last day is 9999-12-31 in both epochs.
    let (first, last) = if epoch.is_1904 { (0.0, 2_957_004.0) } else { (1.0, 2_958_466.0) };
    if !(first..last).contains(&serial) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, reason = "the range has been checked")]
    let days = serial.floor() as i64;
    let origin = match days {
        _ if epoch.is_1904 => date(1904, 1, 1),
        60 => return Some(Day::LeapOf1900),
        // Before the day that was not, the count is one ahead.
        ..60 => date(1899, 12, 31),
        _ => date(1899, 12, 30),
    };
    origin.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(Day::Civil)
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn both_epochs_and_the_day_that_was_not() {
        let day_of = |serial, is_1904| day(serial, Epoch { is_1904 });
        for (serial, is_1904, shown) in [
            (1.0, false, "1900-01-01"),
            (59.0, false, "1900-02-28"),
            (61.0, false, "1900-03-01"),
            (41_913.75, false, "2014-10-01"),
            (40_451.0, true, "2014-10-01"),
            (0.0, true, "1904-01-01"),
            (2_958_465.9, false, "9999-12-31"),
        ] {
            let Some(Day::Civil(civil)) = day_of(serial, is_1904) else { panic!("{serial} is a day") };
            assert_eq!(civil.to_string(), shown);
        }
        assert_eq!(day_of(60.0, false), Some(Day::LeapOf1900));
        for serial in [0.5, -1.0, 2_958_466.0, -1e308, f64::INFINITY, f64::NAN] {
            assert_eq!(day_of(serial, false), None, "{serial}");
        }
    }

    fn shown(value: &DataRef<'_>, display: Display<'_>) -> (Content, bool) {
        content(value, display, Epoch { is_1904: false }).expect("it is not blank")
    }

    #[test]
    fn numbers_are_what_their_formats_and_texts_show() {
        let words = |words: &str| (Content::Text(words.into()), true);
        for (number, display, expected) in [
            (3.0, Display::Plain, (Content::Number(3.0), false)),
            (3.0, Display::Code("0"), (Content::Number(3.0), false)),
            (3.0, Display::Code("\"<5\""), words("<5")),
            (3.0, Display::Code(";;;"), (hidden(), true)),
            (0.25, Display::Code("0%"), (Content::Text("25%".into()), false)),
            (3.0, Display::Text("<5"), words("<5")),
            (0.0, Display::Text("-"), words("-")),
            (3.0, Display::Text(""), (hidden(), true)),
            (0.251, Display::Text("25%"), (Content::Text("25.1%".into()), false)),
        ] {
            assert_eq!(shown(&DataRef::Float(number), display), expected, "{number} {display:?}");
        }
    }

    #[test]
    fn dates_are_what_their_formats_and_texts_show() {
        let date = |text: &str| (Content::Date { shown: text.into() }, false);
        let serial = |serial| DataRef::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false));
        assert_eq!(shown(&serial(37_073.0), Display::Code("mmm-yy")), date("Jul-01"));
        assert_eq!(shown(&serial(37_073.0), Display::Code("dd/mm/yyyy")), date("2001-07-01"));
        for (stored, display, expected) in [
            ("2019-12-19T00:00:00", Display::Plain, date("2019-12-19")),
            ("2019-12-19", Display::Plain, date("2019-12-19")),
            ("2019-10-19", Display::Text("Oct-19"), date("Oct-19")),
            ("2019-10-19", Display::Code("mmm-yy"), date("Oct-19")),
            ("2019-10-19", Display::Text(""), (hidden(), true)),
            ("2019-12-19T10:30:00", Display::Plain, date("2019-12-19T10:30:00")),
            ("soon", Display::Plain, date("soon")),
        ] {
            assert_eq!(shown(&DataRef::DateTimeIso(stored.into()), display), expected, "{stored} {display:?}");
        }
    }
}
