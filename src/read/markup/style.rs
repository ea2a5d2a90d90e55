//! The number formats of a workbook's styles, as far as they tell a share and a date from a number.

use std::collections::HashMap;

use jiff::civil::DateTime;

use crate::model::grid::Content;

/// How a cell shows its number.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Plain,
    Percent,
    /// `Oct-19`, `5-Sep`, `05-Sep`: dates made of what may have been no date.
    MonthYear,
    DayMonth,
    PaddedDayMonth,
    Date,
}

impl Format {
    /// Of a format's name or code.
    pub(super) fn of(code: &str) -> Self {
        match code {
            "Percent" => return Self::Percent,
            "General" | "General Number" | "Currency" | "Euro Currency" | "Fixed" | "Standard" | "Scientific"
            | "Yes/No" | "True/False" | "On/Off" => return Self::Plain,
            named if named.ends_with("Date") || named.ends_with("Time") => return Self::Date,
            _ => {}
        }
        let bare = bare(code);
        match bare.as_str() {
            "mmm-yy" => Self::MonthYear,
            "d-mmm" => Self::DayMonth,
            "dd-mmm" => Self::PaddedDayMonth,
            _ if bare.contains('%') => Self::Percent,
            _ if bare.contains(['d', 'm', 'y', 'h', 's']) => Self::Date,
            _ => Self::Plain,
        }
    }

    pub(super) fn number(self, number: f64) -> Content {
        match self {
            _ if !number.is_finite() => Content::Error("#NUM!".into()),
            Self::Plain => Content::Number(number),
            Self::Percent => Content::Text(format!("{}%", number * 100.0).into()),
            // A serial number would need the calendar of the workbook; it is no number in any.
            _ => Content::Date { shown: number.to_string().into() },
        }
    }

    /// Of a date as the file stores it; one without a calendar day, such as a time alone, is shown as it stands.
    pub(super) fn date(self, stored: &str) -> Content {
        let day = stored.trim().parse::<DateTime>().ok().map(DateTime::date).filter(|day| day.year() >= 1900);
        let shown = day.map_or_else(
            || stored.trim().to_owned(),
            |day| match self {
                Self::MonthYear => day.strftime("%b-%y").to_string(),
                Self::DayMonth => day.strftime("%-d-%b").to_string(),
                Self::PaddedDayMonth => day.strftime("%d-%b").to_string(),
                Self::Plain | Self::Percent | Self::Date => day.to_string(),
            },
        );
        Content::Date { shown: shown.into() }
    }
}

/// The first section of a code in lower case, without what it only spells out or says of colour and language.
fn bare(code: &str) -> String {
    let mut out = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '[' => while characters.next().is_some_and(|c| c != ']') {},
            // What is spelled out could hold any letter; a part of a date it is only where it parts others.
            '"' => out.extend(characters.by_ref().take_while(|c| *c != '"').filter(|c| !c.is_alphabetic())),
            '\\' => out.extend(characters.next().filter(|c| !c.is_alphabetic())),
            other => out.extend(other.to_lowercase()),
        }
    }
    out
}

/// The formats of all styles by their names.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: HashMap<String, Format>,
}

impl Styles {
    /// Adds a style, which has its parent's format until it says otherwise.
    pub(super) fn begin(&mut self, name: &str, parent: Option<&str>) {
        let format = parent.map(|parent| self.format(parent)).unwrap_or_default();
        self.formats.insert(name.to_owned(), format);
    }

    pub(super) fn set(&mut self, name: &str, format: Format) {
        self.formats.insert(name.to_owned(), format);
    }

    pub(super) fn format(&self, name: &str) -> Format {
        self.formats.get(name).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_tell_what_is_shown() {
        for (code, expected) in [
            ("", Format::Plain),
            ("General", Format::Plain),
            ("Standard", Format::Plain),
            ("Yes/No", Format::Plain),
            ("#,##0", Format::Plain),
            ("0.00E+00", Format::Plain),
            ("[Red]0", Format::Plain),
            ("0\" days\"", Format::Plain),
            ("0\\d", Format::Plain),
            ("Percent", Format::Percent),
            ("0.0%", Format::Percent),
            ("Short Date", Format::Date),
            ("yyyy", Format::Date),
            ("dd/mm/yyyy", Format::Date),
            ("[$-809]dd mmmm yyyy;@", Format::Date),
            ("[$-409]mmm\\-yy;@", Format::MonthYear),
            ("mmm-yy", Format::MonthYear),
            ("d\\-mmm", Format::DayMonth),
            ("dd\"-\"mmm", Format::PaddedDayMonth),
        ] {
            assert_eq!(Format::of(code), expected, "{code}");
        }
    }

    #[test]
    fn dates_are_shown_as_their_format_shows_them() {
        let stored = "2014-10-05T00:00:00.000";
        for (format, shown) in [
            (Format::Plain, "2014-10-05"),
            (Format::Date, "2014-10-05"),
            (Format::MonthYear, "Oct-14"),
            (Format::DayMonth, "5-Oct"),
            (Format::PaddedDayMonth, "05-Oct"),
        ] {
            assert_eq!(format.date(stored), Content::Date { shown: shown.into() });
        }
        for odd in ["1899-12-31T09:30:00.000", "2014-13-45", "soon"] {
            assert_eq!(Format::Date.date(odd), Content::Date { shown: odd.into() });
        }
        assert_eq!(Format::Percent.number(0.25), Content::Text("25%".into()));
        assert_eq!(Format::Date.number(41_913.0), Content::Date { shown: "41913".into() });
        assert_eq!(Format::Plain.number(f64::INFINITY), Content::Error("#NUM!".into()));
    }

    #[test]
    fn styles_follow_their_parents() {
        let mut styles = Styles::default();
        styles.begin("Default", None);
        styles.set("share", Format::Percent);
        styles.begin("bold share", Some("share"));
        assert_eq!(styles.format("bold share"), Format::Percent);
        assert_eq!(styles.format("nobody"), Format::Plain);
    }
}
