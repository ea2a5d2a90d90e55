//! What a cell of a workbook holds, as its number format shows it.

use calamine::{DataRef, ExcelDateTime, Style};
use jiff::civil::{Date, date};

use super::number_format;
use crate::model::grid::Content;

/// How the cells of a workbook are to be understood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Epoch {
    /// Days are counted from 1904, as on old Macintoshes.
    pub is_1904: bool,
}

/// The content of a cell; `None` if it is blank. The second value says that it shows something else than it holds.
pub(super) fn content(value: &DataRef<'_>, style: Option<&Style>, epoch: Epoch) -> Option<(Content, bool)> {
    let text = |text: &str| {
        if super::super::is_error(text) { Content::Error(text.into()) } else { Content::Text(text.into()) }
    };
    let content = match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => return Some(numeric(f64_of(*number), style)),
        DataRef::Float(number) if number.is_finite() => return Some(numeric(*number, style)),
        DataRef::Float(_) => Content::Error("#NUM!".into()),
        DataRef::Bool(true) => Content::Text("TRUE".into()),
        DataRef::Bool(false) => Content::Text("FALSE".into()),
        DataRef::DateTime(moment) => dated(moment, style, epoch),
        DataRef::Error(error) => Content::Error(error.to_string().into()),
        DataRef::String(own) | DataRef::DateTimeIso(own) | DataRef::DurationIso(own) => text(own),
        DataRef::SharedString(shared) => text(shared),
    };
    Some((content, false))
}

#[allow(clippy::cast_precision_loss, reason = "a spreadsheet's own numbers are doubles")]
fn f64_of(number: i64) -> f64 {
    number as f64
}

fn format_code(style: Option<&Style>) -> Option<&str> {
    style.and_then(|style| style.number_format.as_ref()).map(|format| format.format_code.as_str())
}

/// A number as its format shows it: a percentage is a share and no count, and where the format shows words instead of
/// the number, those are what the force published.
fn numeric(number: f64, style: Option<&Style>) -> (Content, bool) {
    let Some(code) = format_code(style) else { return (Content::Number(number), false) };
    match number_format::literal(code, number) {
        Some(shown) if shown.trim().is_empty() => (Content::Error("[hidden by its number format]".into()), true),
        Some(shown) => (Content::Text(shown.into()), true),
        None if number_format::is_percent(code) => (percent(number), false),
        None => (Content::Number(number), false),
    }
}

/// A share, as `25%`.
pub(super) fn percent(number: f64) -> Content {
    // Fractions such as 0.07 are no exact doubles: what a person sees has no such tail.
    let shown = (number * 100.0 * 1e9).round() / 1e9;
    Content::Text(format!("{shown}%").into())
}

/// A date as its number format shows it: the format tells `Oct-19` made of `10-19` from a day.
fn dated(moment: &ExcelDateTime, style: Option<&Style>, epoch: Epoch) -> Content {
    let serial = moment.as_f64();
    // A time or a day that no calendar has counts nothing: it is shown as its serial number, but is no number.
    let shown = match day(serial, epoch) {
        _ if moment.is_duration() => serial.to_string(),
        None => serial.to_string(),
        Some(Day::LeapOf1900) => "1900-02-29".into(),
        Some(Day::Civil(civil)) => {
            let format = style.and_then(|style| style.number_format.as_ref());
            let code = format.map(|f| f.format_code.to_lowercase().replace(['\\', '"'], "")).unwrap_or_default();
            match (format.and_then(|f| f.format_id), code.as_str()) {
                (Some(17), _) | (_, "mmm-yy") => civil.strftime("%b-%y").to_string(),
                (Some(16), _) | (_, "d-mmm") => civil.strftime("%-d-%b").to_string(),
                (_, "dd-mmm") => civil.strftime("%d-%b").to_string(),
                _ => civil.to_string(),
            }
        }
    };
    Content::Date { shown: shown.into() }
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

    #[test]
    fn a_percentage_has_no_tail() {
        assert_eq!(percent(0.07), Content::Text("7%".into()));
        assert_eq!(percent(0.123), Content::Text("12.3%".into()));
        assert_eq!(percent(1.0), Content::Text("100%".into()));
    }
}
