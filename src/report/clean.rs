//! The one sanitiser of everything printed: a cell may hold terminal commands or reordering marks.

/// The text with control characters (C0, C1, DEL) and bidirectional marks shown as `\u{..}`.
#[must_use]
pub fn text(raw: &str) -> String {
    clean(raw, |_| false)
}

/// The same for a text of several lines.
#[must_use]
pub fn lines(raw: &str) -> String {
    clean(raw, |c| c == '\n')
}

fn clean(raw: &str, keep: impl Fn(char) -> bool) -> String {
    let bidi =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    raw.chars().fold(String::with_capacity(raw.len()), |mut out, c| {
        if !keep(c) && (c.is_control() || bidi(c)) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        out
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_escape_reaches_the_terminal() {
        assert_eq!(super::text("a\u{1b}[31mb\u{202e}c\n"), "a\\u{1b}[31mb\\u{202e}c\\u{a}");
        assert_eq!(super::lines("a\nb\u{9b}"), "a\nb\\u{9b}");
    }
}
