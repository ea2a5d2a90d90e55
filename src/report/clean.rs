//! The one sanitiser of everything printed: a cell may hold terminal commands or reordering marks.

use std::fmt::Write;

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

/// A JSON string in which no character above is bare.
#[must_use]
pub fn json(raw: &str) -> String {
    escaped(&serde_json::Value::from(raw).to_string())
}

/// A JSON text in which no character above is bare.
#[must_use]
pub fn escaped(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut out, c| {
        if is_command(c) {
            // All of them are in the first plane, which JSON escapes in four digits.
            write!(out, "\\u{:04x}", u32::from(c)).expect("writing to a string cannot fail");
        } else {
            out.push(c);
        }
        out
    })
}

fn is_command(c: char) -> bool {
    let bidi = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    c.is_control() || bidi
}

fn clean(raw: &str, keep: impl Fn(char) -> bool) -> String {
    raw.chars().fold(String::with_capacity(raw.len()), |mut out, c| {
        if !keep(c) && is_command(c) {
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
        assert_eq!(super::json("a\"\n\u{9b}\u{202e}"), r#""a\"\n\u009b\u202e""#);
    }
}
