//! Which characters divide a text: every candidate reads a sample, and the one that finds the best table wins.
//!
//! How well a candidate explains the sample is for [`super::tally`] to say. A text that no candidate explains is one
//! column.

use super::fields::{Marks, line_end};
use super::tally::Tally;

/// Tried in this order; an earlier one wins a tie. Never `:`, which stands in every column of times.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// These stand in text too often to win by a majority: they must explain every line.
const RARE: [u8; 3] = [b'^', b'~', b' '];

/// Lines and bytes looked at from the top of a text, and half as many from its end.
const SAMPLE: (usize, usize) = (2_000, 256 * 1024);

/// How a text is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Division {
    pub marks: Marks,
    /// Fields that most lines of its tables have; 0 where there is none.
    pub usual: usize,
    /// Whether the delimiter is always followed by a space, which is then part of it.
    pub spaced: bool,
}

/// The delimiter that the first line states as `sep=;`, and where that line ends. Spreadsheet programs obey it too.
pub(super) fn stated(text: &str) -> Option<(u8, usize)> {
    let end = line_end(text.as_bytes(), 0);
    let line = text[..end].trim_matches('"');
    match line.split_at_checked(4)? {
        (key, value) if key.eq_ignore_ascii_case("sep=") => match value.as_bytes() {
            [b'\'' | b'\\'] => None,
            [byte @ (b'\t' | b' ')] => Some((*byte, end)),
            [byte] if byte.is_ascii_punctuation() => Some((*byte, end)),
            _ => None,
        },
        _ => None,
    }
}

/// Decides how a text is divided; a stated delimiter leaves only the quotes to decide.
pub(super) fn choose(text: &str, stated: Option<u8>) -> Division {
    let samples = samples(text);
    let holds = |byte: u8| samples.iter().any(|sample| sample.as_bytes().contains(&byte));
    let delimiters: Vec<u8> = match stated {
        Some(byte) => vec![byte],
        None => DELIMITERS.into_iter().chain(RARE).filter(|byte| holds(*byte)).collect(),
    };
    // Without the character in the text, a candidate is one that was tried already.
    let escaped = samples.iter().any(|sample| sample.contains("\\\"") || sample.contains("\\'"));
    let quotes = [(b'"', false), (b'"', true), (b'\'', false), (b'\'', true)];
    let quotes: Vec<(u8, bool)> = quotes
        .into_iter()
        .filter(|(quote, backslash)| (*quote == b'"' || holds(*quote)) && (!backslash || escaped))
        .collect();
    let mut best: Option<(Tally, Marks)> = None;
    for delimiter in delimiters {
        for (quote, backslash) in &quotes {
            let marks = Marks { delimiter: Some(delimiter), quote: *quote, backslash: *backslash };
            let tally = Tally::of(&samples, marks);
            let eligible = stated.is_some() || tally.is_table(delimiter);
            if eligible && best.as_ref().is_none_or(|(other, others)| tally.beats(marks, other, *others)) {
                best = Some((tally, marks));
            }
        }
    }
    match best {
        Some((tally, marks)) => {
            Division { marks, usual: tally.usual, spaced: tally.is_spaced() && marks.delimiter != Some(b' ') }
        }
        None => {
            let marks = Marks { delimiter: None, quote: b'"', backslash: false };
            Division { marks, usual: 1, spaced: false }
        }
    }
}

/// The whole text, or its head and its end cut at lines.
fn samples(text: &str) -> Vec<&str> {
    let (most_lines, most_bytes) = SAMPLE;
    let bytes = text.as_bytes();
    let is_end = |at: &usize| matches!(bytes[*at], b'\n' | b'\r');
    let head = (0..bytes.len().min(most_bytes)).filter(is_end).take(most_lines).last();
    // Without a line end in reach the first line alone is the sample, whatever its length.
    let head = head.unwrap_or_else(|| line_end(bytes, 0));
    let least = head.max(bytes.len().saturating_sub(most_bytes / 2));
    let tail = (least..bytes.len()).rev().filter(is_end).take(most_lines / 2).last();
    match tail {
        // Little or nothing lies between the two.
        Some(tail) if tail > head + 1 => vec![&text[..head], &text[tail..]],
        _ if bytes.len() <= most_bytes => vec![text],
        _ => vec![&text[..head]],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> Option<char> {
        choose(text, None).marks.delimiter.map(char::from)
    }

    #[test]
    fn the_table_decides_and_not_the_words_around_it() {
        for (text, expected) in [
            ("Fruit,Crates\nplums,5\npears,2\n", Some(',')),
            ("Fruit;Crates\nplums;5\npears;2\n", Some(';')),
            ("Fruit\tCrates\nplums\t5\npears\t2\n", Some('\t')),
            ("Fruit|Crates\nplums|5\npears|2\n", Some('|')),
            ("Fruit^Crates\nplums^5\npears^2\n", Some('^')),
            ("\"Fruit\" \"Crates sold\" 2015\n\"red plums\" 5 3\npears 2 1\n", Some(' ')),
            // Titles and notes full of commas, of one number of fields.
            (
                "Plums, pears\nFigs, dates\nRain, sun\nFruit;Crates\nplums;5\npears;2\nNote: ripe, red, sweet.\n",
                Some(';'),
            ),
            ("Plums, pears\nFigs, dates\nRain, sun\nFruit\tCrates\nplums\t5\npears\t2\n", Some('\t')),
            // Decimal commas and thousands.
            ("Fruit;2015;2016\nplums;3,5;4,5\npears;2,5;1,5\n", Some(';')),
            ("3,5;4,5;1,0\n2,5;1,5;1,0\n", Some(';')),
            ("Fruit\t2015\nplums\t1,234\npears\t5,678\n", Some('\t')),
            ("Fruit,2015\nplums,\"1,234\"\npears,\"5,678\"\n", Some(',')),
            // Lists inside cells.
            ("Fruit,Months\nplums,7|8\npears,8|9\nfigs,9\n", Some(',')),
            ("Fruit,Note\nplums,ripe; red\npears,ripe; green\n", Some(',')),
            ("Fruit, Crates\nplums, 5\npears, 2\n", Some(',')),
            ("Title,,\n,,\nFruit,Crates,\nplums,5,\n", Some(',')),
            ("a,b,c", Some(',')),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }

    #[test]
    fn one_column_stays_one() {
        for text in [
            "Fruit\nplums\npears\n",
            "Fruit, by month\nplums\npears\nfigs, dried\n",
            "Crates\n1,234\n5,678\n",
            "Time\n09:15\n10:30\n",
            "red plums\ngreen pears\nripe figs\n",
            "Dear Sir, thank you for your letter.\nWe hold no figures; none were kept.\n",
        ] {
            assert_eq!(delimiter(text), None, "{text}");
        }
    }

    #[test]
    fn quotes_are_what_the_text_shows() {
        for (text, quote, backslash) in [
            ("Fruit,Crates\n\"plums, red\",5\n", b'"', false),
            ("'Fruit','Crates'\n'plums, red','5'\n'pears','2'\n", b'\'', false),
            ("Fruit,Crates\n'plums, red',5\n'pears, green',2\nfigs,1\n", b'\'', false),
            ("Fruit,Crates\nfarmer's plums,5\n'16-17' pears,2\n", b'"', false),
            ("Fruit,Crates\n\"5\\\" plums, red\",5\n\"pears, green\",2\n", b'"', true),
            ("Folder,Crates\n\"C:\\plums\\\",5\n\"C:\\pears\\\",2\n", b'"', false),
        ] {
            let marks = choose(text, None).marks;
            assert_eq!((marks.quote, marks.backslash), (quote, backslash), "{text}");
        }
    }

    #[test]
    fn the_first_line_may_state_the_delimiter() {
        assert_eq!(stated("sep=;\r\na;b"), Some((b';', 5)));
        assert_eq!(stated("\"SEP=\t\"\na"), Some((b'\t', 7)));
        assert_eq!(stated("separate\n"), None);
        assert_eq!(stated("sep=ab\n"), None);
    }

    #[test]
    fn a_long_file_is_sampled_from_both_ends() {
        let text = format!("{}{}", "plums, ripe\n".repeat(50_000), "plums;5\n".repeat(100));
        let [head, tail] = samples(&text)[..] else { panic!("two samples") };
        assert!(head.lines().count() <= 2_000 && tail.lines().count() <= 1_001);
        assert!(tail.ends_with("plums;5\n"));
    }
}
