//! Days of the tracker: `2026-05-04`, or a month or year of it alone. Other ways to write one are for a person to put so.

use jiff::civil::Date;

use crate::lexicon::normal::normalise;
use crate::lexicon::period;

/// Whether a text is a day, month or year as the tracker writes them, and one that there is.
#[must_use]
pub fn is_day(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    let whole = match shape.as_str() {
        "9999" => format!("{text}-01-01"),
        "9999-99" => format!("{text}-01"),
        "9999-99-99" => text.to_owned(),
        _ => return false,
    };
    whole.parse::<Date>().is_ok()
}

/// The days that a text may mean, as the tracker writes them; the one with the day before the month comes first.
#[must_use]
pub fn days(text: &str) -> Vec<String> {
    let text = normalise(text);
    // The midnight that spreadsheets put behind a day.
    let text = text.split_once("00:00").map_or(text.as_str(), |(day, _)| day.trim_end_matches('t'));
    let parts: Vec<&str> = text.split([' ', '/', '-', '.', ',']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part);
        digits.parse::<i8>().ok()
    };
    let year = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() == 4);
    let month = |part: &str| period::month(part).or_else(|| number(part));
    let mut out = Vec::new();
    let mut add = |year: Option<i16>, month: Option<i8>, day: Option<i8>| {
        let (Some(year), Some(month), Some(day)) = (year, month, day) else { return };
        let found = Date::new(year, month, day).map(|date| date.to_string());
        out.extend(found.ok().filter(|day| !out.contains(day)));
    };
    if let [first, second, third] = parts[..] {
        add(year(third), month(second), number(first));
        add(year(third), month(first), number(second));
        add(year(first), month(second), number(third));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_that_there_is() {
        assert!(["2026", "2026-05", "2026-05-04"].iter().all(|text| is_day(text)));
        let none = ["04/05/2026", "2026-13-40", "2026-02-30", "46000", "May 2026", "26-05-04", "２０２６"];
        assert!(none.iter().all(|text| !is_day(text)));
    }

    #[test]
    fn other_ways_to_write_a_day_are_understood() {
        for text in ["3 May 2026", "3rd May, 2026", "03-May-2026", "May 3, 2026", "2026/05/03", "2026-05-03 00:00:00"] {
            assert_eq!(days(text), ["2026-05-03"], "{text}");
        }
        assert_eq!(days("25/05/2026"), ["2026-05-25"]);
        assert_eq!(days("04/05/2026"), ["2026-05-04", "2026-04-05"]);
        assert_eq!(days("2026-13-40"), Vec::<String>::new());
        assert_eq!(days("46000"), Vec::<String>::new());
    }
}
