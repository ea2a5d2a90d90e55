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

/// Marks that one number may carry.
const MOST_MARKS: usize = 4;

/// A number with marks that point to a note or say how it stands: `12*`, `1,234 (r)`, `12¹`, `7 [note 2]`,
/// `12 [r][e]`. More than one digit in brackets is no mark: it may be a figure of its own.
#[must_use]
pub fn marked(text: &str) -> Option<f64> {
    let mut stem = text.trim();
    for _ in 0..MOST_MARKS {
        stem = without_mark(stem)?.trim_end();
        if let Some(number) = number(stem) {
            return Some(number);
        }
    }
    None
}

/// The text before its last mark.
fn without_mark(text: &str) -> Option<&str> {
    const SIGNS: &[char] = &['*', '\u{2020}', '\u{2021}', '^', '#', '\u{b9}', '\u{b2}', '\u{b3}'];
    const MOST_LETTERS: usize = 2;
    let stem = text.trim_end_matches(|c| SIGNS.contains(&c) || ('\u{2070}'..='\u{2079}').contains(&c));
    if stem.len() < text.len() {
        return Some(stem);
    }
    let (stem, mark) =
        [('(', ')'), ('[', ']')].iter().find_map(|(open, close)| text.strip_suffix(*close)?.rsplit_once(*open))?;
    let digit = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_digit() && b != b'0');
    let letters = mark.chars().count() <= MOST_LETTERS && mark.chars().all(char::is_alphabetic) && !mark.is_empty();
    let note = mark.to_lowercase().strip_prefix("note").is_some_and(|n| n.trim().bytes().all(|b| b.is_ascii_digit()));
    (digit || letters || note).then_some(stem)
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
        for (text, expected) in [
            ("12*", Some(12.0)),
            ("1,234 (r)", Some(1234.0)),
            ("12\u{b9}", Some(12.0)),
            ("7 [note 2]", Some(7.0)),
            ("12 (1)", Some(12.0)),
            ("12 [r][e]", Some(12.0)),
            ("12* [p]", Some(12.0)),
            ("12 (14)", None),
            ("[r][e]", None),
            ("12", None),
            ("*", None),
            ("12 (of which 3)", None),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
        assert_eq!(whole(3.0), Some(3));
        assert_eq!(whole(3.5), None);
        assert_eq!(whole(1e300), None);
    }
}
