//! The grammar of numbers written as text.

/// A text that is nothing but a number: `1,234`, `12`, `-3`, `4.5`. Thousands separators must stand in threes.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    if fraction.is_some_and(|f| !f.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let separated = whole.contains(',');
    let plain = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    if !plain(first) || (separated && !(1..=3).contains(&first.len())) || !groups.all(|g| g.len() == 3 && plain(g)) {
        return None;
    }
    text.replace(',', "").parse().ok().filter(|n: &f64| n.is_finite())
}

/// Nothing a return counts is more; sums of such counts stay far inside 64 bits.
const LARGEST: f64 = 1e9;

/// A number that counts things: whole, and at most a billion.
#[must_use]
pub fn whole(number: f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation, reason = "guarded: integral and small")]
    (number.fract() == 0.0 && number.abs() <= LARGEST).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_text_is_a_number() {
        for (text, expected) in [
            ("12", Some(12.0)),
            (" 1,234 ", Some(1234.0)),
            ("-3", Some(-3.0)),
            ("4.5", Some(4.5)),
            ("1,23", None),
            ("1234,567", None),
            ("12 to 14", None),
            ("<5", None),
            ("", None),
            ("1e5", None),
            ("inf", None),
            ("5.", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
        assert_eq!(whole(3.0), Some(3));
        assert_eq!(whole(3.5), None);
        assert_eq!(whole(1e300), None);
    }
}
