//! Where the lines of a table stand in its text: what reads a table, names a line of it or changes one looks here, so that
//! all mean the same line, whatever ends the lines and however many a quoted field takes.

use std::ops::Range;

/// One line of a table, which may take several of its file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The line of the file it begins at, from 1.
    pub number: usize,
    /// Its bytes, without what ends it.
    pub bytes: Range<usize>,
    pub fields: Vec<String>,
}

/// What parts the fields of a table, by its header.
pub(super) fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' }
}

/// Every line with something in it, the header first.
///
/// # Errors
/// The text is no CSV.
pub(super) fn of(text: &str) -> Result<Vec<Line>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut out = Vec::new();
    let mut record = csv::StringRecord::new();
    // The last place whose line is known.
    let (mut counted, mut number) = (0, 1);
    while reader.read_record(&mut record)? {
        let at = |position: &csv::Position| usize::try_from(position.byte()).unwrap_or(usize::MAX).min(text.len());
        // The reader stands between `\r` and `\n`, and passes over blank lines only when it goes on.
        let from = record.position().map_or(0, at);
        let start = from + text[from..].len() - text[from..].trim_start_matches(['\r', '\n']).len();
        let whole = &text[start..at(reader.position()).max(start)];
        let whole = whole.strip_suffix('\n').unwrap_or(whole);
        let whole = whole.strip_suffix('\r').unwrap_or(whole);
        number += ends(&text[counted..start]);
        counted = start;
        if record.iter().any(|field| !field.trim().is_empty()) {
            let fields = record.iter().map(str::to_owned).collect();
            out.push(Line { number, bytes: start..start + whole.len(), fields });
        }
    }
    Ok(out)
}

/// How many lines end in a text: with `\n`, `\r\n`, or `\r` as old programs write it.
pub(super) fn ends(text: &str) -> usize {
    text.matches(['\r', '\n']).count() - text.matches("\r\n").count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_as_an_editor_does_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "a,b", "1,\"x", "y\"", "", ",", "2,z"].join(end);
            for text in [text.clone(), format!("{text}{end}"), format!("{text}{end}{end}")] {
                let lines = of(&text).expect("it is a table");
                let found: Vec<(usize, &str)> =
                    lines.iter().map(|line| (line.number, &text[line.bytes.clone()])).collect();
                let quoted = format!("1,\"x{end}y\"");
                assert_eq!(found, [(2, "a,b"), (3, &*quoted), (7, "2,z")], "{text:?}");
            }
        }
    }
}
