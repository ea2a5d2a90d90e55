//! What a cell shows in place of the value it holds: its number, the number as a share, or something else.
//!
//! The one place that decides it, for number formats ([`super::number_format`]) and for a text that the file itself
//! says is shown, as an .ods does.

use std::borrow::Cow;

use super::number_format;

/// What a number is shown as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shows<'s> {
    Number,
    /// The number as a percentage.
    Share,
    /// Something else, which the force published in place of the number; blank where it shows nothing.
    Words(Cow<'s, str>),
}

/// What a number format shows of a number.
pub(super) fn by_format(code: &str, number: f64) -> Shows<'static> {
    match number_format::literal(code, number) {
        Some(words) => Shows::Words(words.into()),
        None if number_format::is_percent(code) => Shows::Share,
        None => number_format::with_words(code, number).map_or(Shows::Number, |words| Shows::Words(words.into())),
    }
}

/// What a text shows of a number: the number exactly or rounded, with separators, with a sign of currency, or as a
/// share. Any word beside it may make it a bound or a remark, so such a text is taken as it is.
pub(super) fn as_text(text: &str, number: f64) -> Shows<'_> {
    let text = text.trim();
    let (digits, is_share) = match text.strip_suffix('%').or_else(|| text.strip_prefix('%')) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    match (displays(digits, if is_share { number * 100.0 } else { number }), is_share) {
        (true, true) => Shows::Share,
        (true, false) => Shows::Number,
        (false, _) => Shows::Words(text.into()),
    }
}

/// A share as a person reads it, such as `25%`.
pub(super) fn share(number: f64) -> String {
    // Fractions such as 0.07 are no exact doubles: what a person sees has no such tail.
    let shown = (number * 100.0 * 1e9).round() / 1e9;
    format!("{shown}%")
}

/// Whether a text shows the day, the month and the year of a date that is stored as ISO has it. If not, as `Oct-19`,
/// it may never have been a date.
pub(super) fn is_whole_date(text: &str, stored: &str) -> bool {
    let mut parts = stored.split(['-', 'T']).map(str::parse::<u32>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let digits = |c: char| c.is_ascii_digit();
    let mut numbers: Vec<&str> = text.split(|c| !digits(c)).filter(|number| !number.is_empty()).collect();
    // Each number of the text stands for one part of the date.
    let mut take = |is: &dyn Fn(&str) -> bool| {
        let at = numbers.iter().position(|number| is(number));
        at.map(|at| numbers.swap_remove(at)).is_some()
    };
    let is = |number: &str, value: u32| number.parse() == Ok(value);
    let has_year = take(&|number| number.len() == 4 && is(number, year))
        || take(&|number| number.len() == 2 && is(number, year % 100));
    let has_name = text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= 3);
    has_year && take(&|number| is(number, day)) && (take(&|number| is(number, month)) || has_name)
}

/// Whether a text without a percent sign shows a number, whichever of the two usual signs parts its decimals.
fn displays(text: &str, number: f64) -> bool {
    let Some(Digits { mantissa, power, sign }) = Digits::of(text) else { return false };
    [Some('.'), Some(','), None].into_iter().any(|point| {
        let parts = point.and_then(|point| mantissa.rsplit_once(point));
        let (whole, decimals) = parts.unwrap_or((&mantissa, ""));
        let groups: Vec<&str> = whole.split(['.', ',', '\'', '\u{2019}']).collect();
        // In India all groups but the last have two digits.
        let are_groups = groups.iter().skip(1).all(|group| matches!(group.len(), 2 | 3))
            && (groups.len() == 1 || groups.last().is_some_and(|last| last.len() == 3));
        let Ok(shown) = format!("{}.{decimals}e{power}", groups.concat()).parse::<f64>() else { return false };
        let places = i32::try_from(decimals.len()).unwrap_or(i32::MAX);
        let half = 0.5 * 10_f64.powi(power.saturating_sub(places));
        // However large the power, no number is rounded to another size.
        let half = if power == 0 { half } else { half.min(shown * 0.5) };
        // Beyond half of the last digit lies what a binary fraction may be off.
        are_groups
            && number.is_finite()
            && shown.is_finite()
            && (sign * shown - number).abs() <= half + number.abs() * 1e-12
    })
}

/// A number as a text has it.
struct Digits {
    /// With its separators.
    mantissa: String,
    power: i32,
    sign: f64,
}

impl Digits {
    /// `None` if the text has anything besides digits, separators, a sign, or one of currency at either end.
    fn of(text: &str) -> Option<Self> {
        const CURRENCIES: [char; 7] = ['£', '$', '€', '¥', '₹', '¢', '₺'];
        let text: String = text.chars().filter(|c| !c.is_whitespace() && !CURRENCIES.contains(c)).collect();
        let is_code = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
        let text = match (text.split_at_checked(3), text.len().checked_sub(3).and_then(|at| text.split_at_checked(at)))
        {
            (Some((code, rest)), _) | (_, Some((rest, code))) if is_code(code) => rest,
            _ => &text,
        };
        let negative = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let negative = negative.or_else(|| text.strip_prefix(['-', '\u{2212}'])).or_else(|| text.strip_suffix('-'));
        let (mantissa, power) =
            negative.unwrap_or(text).split_once(['e', 'E']).unwrap_or((negative.unwrap_or(text), "0"));
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '\u{2019}');
        if !mantissa.chars().all(is_part) || !mantissa.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let sign = if negative.is_some() { -1.0 } else { 1.0 };
        Some(Self { mantissa: mantissa.to_owned(), power: power.parse().ok()?, sign })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_shows_its_number_exactly_rounded_and_with_signs() {
        for (text, number) in [
            ("3", 3.0),
            (" 3 ", 3.0),
            ("3.0", 3.0),
            ("3.14", std::f64::consts::PI),
            ("0.3", 0.1 + 0.2),
            ("0", -0.3),
            (".5", 0.5),
            ("1,234", 1234.0),
            ("1,234.50", 1234.5),
            ("1.234,50", 1234.5),
            ("1.234", 1234.0),
            ("1\u{202f}234,5", 1234.5),
            ("12'345", 12_345.0),
            ("1,23,456", 123_456.0),
            ("-7", -7.0),
            ("\u{2212}7", -7.0),
            ("(7)", -7.0),
            ("7-", -7.0),
            ("£3.00", 3.0),
            ("-£1,234", -1234.0),
            ("3 €", 3.0),
            ("GBP 3", 3.0),
            ("3.00 GBP", 3.0),
            ("1.5E+03", 1500.0),
            ("1,2E-2", 0.0118),
            ("2E+03", 1800.0),
        ] {
            assert_eq!(as_text(text, number), Shows::Number, "{text} over {number}");
        }
    }

    #[test]
    fn any_other_text_is_shown_in_place_of_its_number() {
        for (text, number) in [
            ("<5", 3.0),
            ("<5", 5.0),
            ("-", 0.0),
            ("", 3.0),
            ("*", 3.0),
            ("3*", 3.0),
            ("5 or fewer", 5.0),
            ("1-5", 1.0),
            ("3", 4.0),
            ("3", -3.0),
            ("3.1", 3.2),
            ("3.14", 314.0),
            ("0e99", 3.0),
            ("1e999999999", 3.0),
            ("5%", 5.0),
            ("<5%", 0.03),
            ("25%", 25.0),
            ("1/2", 0.5),
            ("12:30", 0.520_833),
            ("Oct-19", 43_739.0),
            (".", 0.0),
            ("()", 0.0),
            ("GBP", 0.0),
            ("1e9e", 1.0),
            ("nan", f64::NAN),
            ("1", f64::INFINITY),
        ] {
            assert_eq!(as_text(text, number), Shows::Words(text.into()), "{text} over {number}");
        }
    }

    #[test]
    fn a_share_is_shown_by_a_percent_sign() {
        for (text, number) in [("25%", 0.25), ("7 %", 0.07), ("%7", 0.07), ("33.3%", 1.0 / 3.0), ("-5%", -0.05)] {
            assert_eq!(as_text(text, number), Shows::Share, "{text} over {number}");
        }
        for number in [0.07, 0.123, 1.0, 1e-7, 1e12] {
            assert_eq!(as_text(&share(number), number), Shows::Share, "{number}");
        }
        assert_eq!([0.07, 0.123, 1.0].map(share), ["7%", "12.3%", "100%"]);
    }

    #[test]
    fn a_format_shows_words_a_share_or_the_number() {
        assert_eq!(by_format("[<5]\"<5\";0", 3.0), Shows::Words("<5".into()));
        assert_eq!(by_format("[<5]\"<5\";0%", 7.0), Shows::Share);
        assert_eq!(by_format("#,##0", 7.0), Shows::Number);
    }

    #[test]
    fn a_whole_date_has_a_day_a_month_and_a_year() {
        for (text, stored) in [
            ("2019-12-19", "2019-12-19"),
            ("19/12/2019", "2019-12-19T00:00:00"),
            ("12/19/19", "2019-12-19"),
            ("19/12/19", "2019-12-19"),
            ("Thursday 5 December 2019", "2019-12-05"),
            ("5. Dez. 19 10:30", "2019-12-05T10:30:00"),
            ("01/01/2001", "2001-01-01"),
        ] {
            assert!(is_whole_date(text, stored), "{text} of {stored}");
        }
        for (text, stored) in [
            ("Oct-19", "2019-10-01"),
            ("Oct-19", "2019-10-19"),
            ("19-Oct", "2019-10-19"),
            ("10-19", "2025-10-19"),
            ("December 2019", "2019-12-01"),
            ("2019", "2019-01-01"),
            ("<5", "2019-12-19"),
            ("", "2019-12-19"),
            ("10:30", "1899-12-30T10:30:00"),
            ("19/12/2019", "soon"),
        ] {
            assert!(!is_whole_date(text, stored), "{text} of {stored}");
        }
    }
}
