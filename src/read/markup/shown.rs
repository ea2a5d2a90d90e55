//! What a reader of the page sees: white space as a browser collapses it, and what of it is hidden.

use crate::model::grid::Content;
use crate::read::is_error;

/// Text being read, with runs of white space as one space, or one line break where an element breaks the line.
#[derive(Debug, Default)]
pub(super) struct Prose {
    text: String,
    gap: Gap,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
}

impl Prose {
    pub(super) fn push(&mut self, raw: &str) {
        for character in raw.chars() {
            // A no-break space is no white space to HTML.
            if character.is_ascii_whitespace() {
                self.gap = self.gap.max(Gap::Space);
                continue;
            }
            match std::mem::take(&mut self.gap) {
                _ if self.text.is_empty() => {}
                Gap::None => {}
                Gap::Space => self.text.push(' '),
                Gap::Line => self.text.push('\n'),
            }
            self.text.push(character);
        }
    }

    pub(super) fn line(&mut self) {
        self.gap = Gap::Line;
    }

    /// The text so far, if a reader sees any.
    pub(super) fn take(&mut self) -> Option<String> {
        let text = std::mem::take(self).text;
        (!text.trim().is_empty()).then_some(text)
    }
}

/// Whether a style takes its element out of sight.
pub(super) fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_ascii_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    style.split(';').any(|rule| {
        let rule = rule.trim_end_matches("!important");
        ["display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all"].contains(&rule)
    })
}

/// The content of a cell that shows `text`; `stored` is the number a spreadsheet wrote beside it.
///
/// A stored number counts only where the text shows it, exactly or rounded: beside a date stands its serial number, and
/// a number format can show anything (`<5`), which is what was sent.
pub(super) fn content(text: String, stored: Option<&str>) -> Content {
    let text = text.into_boxed_str();
    if is_error(&text) {
        return Content::Error(text);
    }
    match stored.and_then(|stored| agreed(&text, stored)) {
        Some(number) => Content::Number(number),
        None => Content::Text(text),
    }
}

fn agreed(text: &str, stored: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| *c != ',' && !c.is_whitespace()).collect();
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let shown: f64 = plain.parse().ok()?;
    let stored = match stored.trim() {
        "" => shown,
        stored => stored.parse().ok()?,
    };
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).ok()?);
    // Beyond half of the last digit lies what a binary fraction may be off.
    let close = (stored - shown).abs() <= half + stored.abs() * 1e-12;
    (stored.is_finite() && close).then_some(stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_what_a_browser_shows() {
        let mut prose = Prose::default();
        prose.push("\r\n  Rain\n");
        prose.push("  in May");
        prose.line();
        prose.push(" (mm) \u{a0}");
        assert_eq!(prose.take().as_deref(), Some("Rain in May\n(mm) \u{a0}"));
        prose.push(" \u{a0}\n");
        assert_eq!((prose.take(), prose.take()), (None, None));
    }

    #[test]
    fn styles_hide() {
        for style in ["display:none", "DISPLAY : none", "color:red; display:none !important", "mso-hide:all;x:y"] {
            assert!(hides(style), "{style}");
        }
        for style in ["", "display:block", "mso-display:none", "content:'display:none '"] {
            assert!(!hides(style), "{style}");
        }
    }

    #[test]
    fn a_stored_number_counts_where_it_is_shown() {
        let of = |text: &str, stored| content(text.into(), stored);
        let text = |text: &str| Content::Text(text.into());
        assert_eq!(of("12", None), text("12"));
        assert_eq!(of("12", Some("")), Content::Number(12.0));
        assert_eq!(of("1,234", Some("1234.4")), Content::Number(1234.4));
        assert_eq!(of("-0.33", Some("-0.3333333")), Content::Number(-0.333_333_3));
        for (shown, stored) in [
            ("Oct-14", "41913"),
            ("2014", "41913"),
            ("<5", "3"),
            ("25%", "0.25"),
            ("\u{a3}12", "12"),
            ("1", "inf"),
            ("1", "NaN"),
            ("1.2.3", ""),
            ("12", "twelve"),
        ] {
            assert_eq!(of(shown, Some(stored)), text(shown));
        }
        assert_eq!(of("#REF!", None), Content::Error("#REF!".into()));
        assert_eq!(of("#5", None), text("#5"));
    }
}
