//! The one normaliser of labels: two texts are the same label when they are equal after it.

use unicode_normalization::UnicodeNormalization;

/// NFKC, lower case, one space, one dash, straight quotes, `&` as `and`; the ends trimmed, with a final colon.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        let replacement = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' => "-",
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '`' => "'",
            '\u{201c}' | '\u{201d}' => "\"",
            '&' => " and ",
            '\u{200b}' | '\u{feff}' => "",
            c if c.is_whitespace() || c.is_control() => " ",
            _ => {
                if std::mem::take(&mut gap) && !out.is_empty() {
                    out.push(' ');
                }
                out.push(c);
                continue;
            }
        };
        for c in replacement.chars() {
            if c == ' ' {
                gap = true;
            } else {
                if std::mem::take(&mut gap) && !out.is_empty() {
                    out.push(' ');
                }
                out.push(c);
            }
        }
    }
    // A colon alone is no end of a label: some write it for a figure that is not available.
    while out.len() > 1 && (out.ends_with(':') || out.ends_with(' ')) {
        out.pop();
    }
    out
}

/// The stem of a label that ends in a footnote mark (`Charged*`, `Charged (1)`, `Charged¹` after NFKC `charged1`),
/// to be believed only when the stem itself is a known label.
#[must_use]
pub fn without_footnote_mark(normal: &str) -> Option<&str> {
    let marks: &[char] = &['*', '\u{2020}', '\u{2021}', '#', '^'];
    let stem = normal.trim_end_matches(marks);
    if stem.len() < normal.len() {
        return Some(stem.trim_end());
    }
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(head) = normal.strip_suffix(close)
            && let Some((stem, mark)) = head.rsplit_once(open)
            && mark.len() <= 2
            && mark.chars().all(char::is_alphanumeric)
        {
            return Some(stem.trim_end());
        }
    }
    let stem = normal.strip_suffix(|c: char| c.is_ascii_digit())?;
    stem.ends_with(char::is_alphabetic).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_that_are_the_same_become_equal() {
        for (given, expected) in [
            ("  No  Action ", "no action"),
            ("NO\u{a0}ACTION", "no action"),
            ("10\u{2013}19", "10-19"),
            ("Avon & Somerset", "avon and somerset"),
            ("Avon&Somerset", "avon and somerset"),
            ("Victim\u{2019}s age:", "victim's age"),
            ("\u{ff11}\u{ff18}+", "18+"),
            (" : ", ":"),
        ] {
            assert_eq!(normalise(given), expected);
        }
    }

    #[test]
    fn footnote_marks_come_off_the_end_only() {
        assert_eq!(without_footnote_mark("charged*"), Some("charged"));
        assert_eq!(without_footnote_mark("charged (1)"), Some("charged"));
        assert_eq!(without_footnote_mark("charged1"), Some("charged"));
        assert_eq!(without_footnote_mark("under 16"), None);
        assert_eq!(without_footnote_mark("charged"), None);
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(text in "\\PC{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
