//! Number formats: only as far as to know when a cell shows words instead of its number, a share, or a part of a date.
//!
//! A format has up to four sections parted by `;` (positive, negative, zero, text), or sections with conditions such as
//! `[<5]"<5";0` (ECMA-376 part 1, 18.8.31).

/// The text a format shows instead of the number, if it shows no digit of it.
pub(super) fn literal(code: &str, number: f64) -> Option<String> {
    if code.trim().is_empty() {
        // Some exporters leave it out where they mean `General`.
        return None;
    }
    let sections = sections(code);
    let section = chosen(&sections, number)?;
    shown(section)
}

/// A number with the words or the sign of comparison that its format puts beside it, as in `"<"0` or `0" or fewer"`: they
/// make it a bound, and the number alone is not what was published. Words such as `people` beside it change nothing.
pub(super) fn with_words(code: &str, number: f64) -> Option<String> {
    let sections = sections(code);
    beside(chosen(&sections, number)?, &number.to_string())
}

fn beside(section: &[Token<'_>], number: &str) -> Option<String> {
    let says = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphabetic());
        text.contains(['<', '>', '\u{2264}', '\u{2265}', '~'])
            || words.any(|word| BOUNDS.iter().any(|bound| word.eq_ignore_ascii_case(bound)))
    };
    let (mut out, mut has_number, mut has_words) = (String::new(), false, false);
    for token in section {
        match token {
            Token::Text(text) => {
                has_words |= says(text);
                out.push_str(text);
            }
            Token::Code(sign @ ('<' | '>' | '~')) => {
                has_words = true;
                out.push(*sign);
            }
            Token::Code('0' | '#' | '?' | '.' | ',') if has_number => {}
            Token::Code('0' | '#' | '?') => {
                has_number = true;
                out.push_str(number);
            }
            Token::Code(c) if STANDS_FOR_ITSELF.contains(*c) => out.push(*c),
            Token::Blank => out.push(' '),
            Token::Bracket(_) => {}
            // A date, a share, a power, or the text of the cell.
            Token::Code(_) => return None,
        }
    }
    (has_number && has_words).then_some(out)
}

/// What a format shows instead of any text: its fourth section, if that has no place for the text itself.
pub(super) fn instead_of_text(code: &str) -> Option<String> {
    sections(code).get(3).and_then(|section| shown(section))
}

/// Whether the format shows the number as a percentage.
pub(super) fn is_percent(code: &str) -> bool {
    Tokens { rest: code }.any(|token| token == Token::Code('%'))
}

/// Whether a format shows of every number nothing but the number: never words alone, a share, a date or a time.
pub(super) fn is_plain(code: &str) -> bool {
    let shows_more = |token: &Token<'_>| matches!(token, Token::Code(c) if "%dmyhs".contains(c.to_ascii_lowercase()));
    let is_plain = |section: &Vec<Token<'_>>| {
        shown(section).is_none() && beside(section, "").is_none() && !section.iter().any(shows_more)
    };
    code.trim().is_empty() || sections(code).iter().all(is_plain)
}

/// How a format shows a date of which it leaves out the year or the day, in the terms of `strftime`.
pub(super) fn short_date(code: &str) -> Option<&'static str> {
    let mut bare = String::new();
    for token in (Tokens { rest: code }).take_while(|token| *token != Token::Code(';')) {
        match token {
            Token::Text(text) => bare.push_str(text),
            Token::Code(c) => bare.extend(c.to_lowercase()),
            Token::Bracket(_) | Token::Blank => {}
        }
    }
    Some(match bare.as_str() {
        "mmm-yy" => "%b-%y",
        "d-mmm" => "%-d-%b",
        "dd-mmm" => "%d-%b",
        _ => return None,
    })
}

/// Words that make a bound of the number beside them.
const BOUNDS: [&str; 9] = ["under", "over", "below", "above", "less", "fewer", "more", "least", "up"];

/// Characters that are shown without quotes.
const STANDS_FOR_ITSELF: &str = "$-+/():!^&'~{}<>= ,";

/// What stands in a format.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token<'c> {
    /// Shown as it is.
    Text(&'c str),
    /// In square brackets: a colour, a condition, a locale.
    Bracket(&'c str),
    /// A space as wide as a character, or a fill: shown as blank.
    Blank,
    Code(char),
}

struct Tokens<'c> {
    rest: &'c str,
}

impl<'c> Iterator for Tokens<'c> {
    type Item = Token<'c>;

    fn next(&mut self) -> Option<Token<'c>> {
        let first = self.rest.chars().next()?;
        let after = &self.rest[first.len_utf8()..];
        let enclosed = |close: char| {
            let end = after.find(close).unwrap_or(after.len());
            (&after[..end], &after[(end + 1).min(after.len())..])
        };
        let next_char = || {
            let length = after.chars().next().map_or(0, char::len_utf8);
            after.split_at(length)
        };
        let (token, rest) = match first {
            '"' => {
                let (inside, rest) = enclosed('"');
                (Token::Text(inside), rest)
            }
            '[' => {
                let (inside, rest) = enclosed(']');
                (Token::Bracket(inside), rest)
            }
            '\\' => {
                let (escaped, rest) = next_char();
                (Token::Text(escaped), rest)
            }
            '_' | '*' => (Token::Blank, next_char().1),
            other => (Token::Code(other), after),
        };
        self.rest = rest;
        Some(token)
    }
}

fn sections(code: &str) -> Vec<Vec<Token<'_>>> {
    let mut out = vec![Vec::new()];
    for token in (Tokens { rest: code }) {
        match token {
            Token::Code(';') => out.push(Vec::new()),
            token => out.last_mut().expect("there is one from the start").push(token),
        }
    }
    out
}

/// The section that shows a number.
fn chosen<'s, 'c>(sections: &'s [Vec<Token<'c>>], number: f64) -> Option<&'s [Token<'c>]> {
    let conditions: Vec<Option<bool>> = sections.iter().map(|section| condition(section, number)).collect();
    if conditions.iter().any(Option::is_some) {
        let met = conditions.iter().position(|holds| *holds == Some(true));
        let other = conditions.iter().position(Option::is_none);
        return met.or(other).map(|at| &*sections[at]);
    }
    let at = match sections.len() {
        0 | 1 => 0,
        2 => usize::from(number < 0.0),
        _ if number == 0.0 => 2,
        _ => usize::from(number < 0.0),
    };
    sections.get(at).map(|section| &**section)
}

/// Whether the number meets the section's condition; `None` if it has none.
fn condition(section: &[Token<'_>], number: f64) -> Option<bool> {
    section.iter().find_map(|token| {
        let Token::Bracket(inside) = token else { return None };
        let split = inside.find(|c: char| !"<>=".contains(c))?;
        let (operator, operand) = inside.split_at(split);
        let operand: f64 = operand.trim().parse().ok()?;
        #[allow(clippy::float_cmp, reason = "the format compares exactly")]
        Some(match operator {
            "<" => number < operand,
            "<=" => number <= operand,
            ">" => number > operand,
            ">=" => number >= operand,
            "=" => number == operand,
            "<>" => number != operand,
            _ => return None,
        })
    })
}

/// The words of a section that shows no digit, date part or text of the cell.
fn shown(section: &[Token<'_>]) -> Option<String> {
    let mut out = String::new();
    for token in section {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::Blank => out.push(' '),
            Token::Bracket(_) => {}
            // What programs show as it is without quotes.
            Token::Code(c) if STANDS_FOR_ITSELF.contains(*c) || (!c.is_ascii() && !c.is_alphanumeric()) => {
                out.push(*c);
            }
            Token::Code(_) => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_instead_of_a_number() {
        for (code, number, shown) in [
            ("\"<5\"", 3.0, Some("<5")),
            (";;;", 3.0, Some("")),
            (";;", 0.0, Some("")),
            ("[<5]\"<5\";0", 3.0, Some("<5")),
            ("[<5]\"<5\";0", 7.0, None),
            ("[=0]\"-\";General", 0.0, Some("-")),
            ("0;-0;\"nil\"", 0.0, Some("nil")),
            ("0;-0;\"nil\"", 4.0, None),
            ("[Red]\\*", 2.0, Some("*")),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", 4.0, None),
            ("General", 4.0, None),
            ("", 4.0, None),
            ("0\"*\"", 4.0, None),
            ("@", 4.0, None),
            ("[$-809]dd mmmm yyyy", 4.0, None),
            ("#,##0", 4.0, None),
        ] {
            assert_eq!(literal(code, number).as_deref(), shown, "{code} of {number}");
        }
    }

    #[test]
    fn words_beside_a_number_are_shown_with_it() {
        for (code, number, shown) in [
            ("\"<\"0", 5.0, Some("<5")),
            ("<0", 5.0, Some("<5")),
            ("0\" or fewer\"", 4.0, Some("4 or fewer")),
            ("\"under \"#,##0", 1200.0, Some("under 1200")),
            ("0;\"minus \"0", 4.0, None),
            ("\"\u{a3}\"#,##0.00", 4.0, None),
            ("#,##0;[Red]-#,##0", 4.0, None),
            ("[$\u{20ac}-2] #,##0", 4.0, None),
            ("0%\" of all\"", 0.5, None),
            ("d\" May\"", 5.0, None),
            ("0\" people\"", 5.0, None),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", 4.0, None),
        ] {
            assert_eq!(with_words(code, number).as_deref(), shown, "{code} of {number}");
            assert!(shown.is_none() || !is_plain(code), "{code}");
        }
    }

    #[test]
    fn a_fourth_section_may_hide_words() {
        assert_eq!(instead_of_text(";;;").as_deref(), Some(""));
        assert_eq!(instead_of_text("0;0;0;\"withheld\"").as_deref(), Some("withheld"));
        assert_eq!(instead_of_text("0;0;0;@"), None);
        assert_eq!(instead_of_text(";;"), None);
    }

    #[test]
    fn a_percent_sign_in_quotes_is_words() {
        assert!(is_percent("0.0%"));
        assert!(!is_percent("0\" %\""));
        assert!(!is_percent("0\\%"));
    }

    #[test]
    fn a_plain_format_shows_the_number_and_nothing_else() {
        for code in [
            "",
            " ",
            "General",
            "0",
            "#,##0.00",
            "0.00E+00",
            "@",
            "[Red]-0;0",
            "0\" people\"",
            "0\"%\"",
            "0\\d",
            "# ?/?",
        ] {
            assert!(is_plain(code), "{code}");
        }
        for code in [
            "0%",
            "[>1]0%;0",
            "\"<5\"",
            "[<5]\"<5\";0",
            ";;;",
            "0;-0;\"-\"",
            "0;",
            "dd/mm/yy",
            "[h]:mm",
            "[h]",
            "MMM-YY",
            "d-mmm",
        ] {
            assert!(!is_plain(code), "{code}");
        }
    }

    #[test]
    fn dates_without_a_day_or_a_year_are_short() {
        for (code, short) in [
            ("mmm-yy", Some("%b-%y")),
            ("MMM\\-YY", Some("%b-%y")),
            ("[$-409]mmm\\-yy;@", Some("%b-%y")),
            ("d-mmm", Some("%-d-%b")),
            ("dd\"-\"mmm", Some("%d-%b")),
            ("d-mmm-yy", None),
            ("dd/mm/yyyy", None),
            ("", None),
        ] {
            assert_eq!(short_date(code), short, "{code}");
        }
    }
}
