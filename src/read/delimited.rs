//! Delimited text: CSV, TSV and their kin, with physical line numbers kept.

use super::{Dialect, Format, ReadFile, Unreadable, encoding};
use crate::model::grid::{Cell, Content, Grid};
use crate::model::place::At;

/// Tried in this order; an earlier one wins a tie.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

pub(super) fn read(bytes: &[u8]) -> Result<ReadFile, Unreadable> {
    let (text, encoding) = encoding::decode(bytes);
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    if text.contains('\0') {
        return Err(Unreadable::Because("it is neither a workbook nor text".into()));
    }
    let best = DELIMITERS.into_iter().map(|delimiter| (delimiter, records(&text, delimiter)));
    // `max_by_key` keeps the last of equals, so the preferred delimiter must come last.
    let (delimiter, records) =
        best.rev().max_by_key(|(_, records)| regularity(records)).expect("there are four delimiters");
    let cells = records
        .into_iter()
        .flat_map(|(row, fields)| {
            fields.into_iter().enumerate().map(move |(col, field)| {
                let col = u32::try_from(col).expect("a line has fewer than 2^32 fields");
                let error = super::is_error(field.trim());
                let content = if error { Content::Error(field.into()) } else { Content::Text(field.into()) };
                Cell { at: At { row, col }, content }
            })
        })
        .collect();
    let grid = Grid::new("".into(), true, cells, Vec::new());
    let dialect = Some(Dialect { encoding, delimiter });
    Ok(ReadFile { format: Format::Text, dialect, grids: vec![grid], hidden: Vec::new() })
}

/// Every record with its physical line, from 0; blank lines count but give no record.
fn records(text: &str, delimiter: char) -> Vec<(u32, Vec<String>)> {
    let byte = u8::try_from(delimiter).expect("the delimiters are ASCII");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(byte).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 0 };
    reader
        .records()
        // Reading text from memory with ragged lines allowed cannot fail.
        .filter_map(Result::ok)
        .map(|record| {
            let start = record.position().map_or(0, csv::Position::byte);
            let row = lines.of_record(usize::try_from(start).unwrap_or(usize::MAX));
            (row, record.iter().map(str::to_owned).collect())
        })
        .collect()
}

/// Counts physical lines: the reader's own count stands before the blank lines it skips, and does not know CR alone.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line, from 0, of the record whose line ends and text begin at `start`.
    fn of_record(&mut self, start: usize) -> u32 {
        let skipped = self.text[start.min(self.text.len())..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let start = start.saturating_add(skipped).min(self.text.len());
        while self.at < start {
            let ends = match self.text[self.at] {
                b'\n' => true,
                b'\r' => self.text.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u32::from(ends);
            self.at += 1;
        }
        self.line
    }
}

/// How much of a file a delimiter explains: fields beyond the first, in runs of lines that agree on their number.
/// Title lines, notes and ragged lines add little, so they do not decide.
fn regularity(records: &[(u32, Vec<String>)]) -> usize {
    let agree = |pair: &&[(u32, Vec<String>)]| pair[0].1.len() == pair[1].1.len();
    let runs: usize = records.windows(2).filter(agree).map(|pair| pair[1].1.len() - 1).sum();
    let any = records.iter().map(|(_, fields)| fields.len() - 1).max().unwrap_or(0);
    runs * 4 + any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(bytes: &[u8], row: u32, col: u32) -> Option<String> {
        let file = read(bytes).expect("readable");
        let grid = &file.grids[0];
        grid.find(At { row, col }).map(|index| grid.cells()[index].raw().into_owned())
    }

    #[test]
    fn the_table_decides_the_delimiter_and_lines_keep_their_numbers() {
        let semicolons = b"Outcomes, April to December 2015\n\nOutcome;Number\r\ncharged;5\ncaution, youth;2\n";
        assert_eq!(read(semicolons).expect("readable").dialect.map(|d| d.delimiter), Some(';'));
        assert_eq!(cell(semicolons, 3, 1).as_deref(), Some("5"));
        assert_eq!(cell(semicolons, 4, 0).as_deref(), Some("caution, youth"));
        assert_eq!(cell(semicolons, 2, 0).as_deref(), Some("Outcome"));
        let old_mac = b"a,1\r\rb,2\rc,3";
        assert_eq!((cell(old_mac, 2, 1), cell(old_mac, 3, 1)), (Some("2".into()), Some("3".into())));
        let quoted = b"a,\"two\nlines\"\nb,1\n";
        assert_eq!(cell(quoted, 2, 1).as_deref(), Some("1"));
    }

    #[test]
    fn blank_and_binary_files_are_refused() {
        assert_eq!(read(b" \r\n"), Err(Unreadable::Empty));
        assert!(matches!(read(b"plain text, then \0 once"), Err(Unreadable::Because(_))));
    }
}
