//! **text**: the bytes of a file without a workbook -> its cells, each with the physical line it stands on.
//!
//! Must never lose a character of a cell, let one quote swallow the lines below, or refuse a file because its lines
//! differ. Every text has an [`encoding`], a [`dialect`] that its table decides, and [`records`] of [`fields`]; what
//! was odd about them is noted with the first line it was seen on.

mod dialect;
mod encoding;
mod fields;
mod records;
mod tally;

use self::dialect::Division;
use self::fields::{Field, Oddity, content};
use self::records::Records;
use super::{Noted, ReadFile};
use crate::container::{Format, Unreadable};
use crate::model::finding::Kind;
use crate::model::grid::{Cell, Content, Grid};
use crate::model::merges::Merges;
use crate::model::place::At;

pub(super) use self::encoding::decode;

/// The most fields a line may have: the columns of the widest sheet.
const MOST_FIELDS: usize = 16_384;
/// The most bytes a field may have. No spreadsheet holds a cell of a thirtieth of that.
const LONGEST_FIELD: usize = 1 << 20;

/// What was read of a text file.
#[derive(Debug, Clone, PartialEq)]
struct TextFile {
    dialect: Dialect,
    /// Every field that is not blank, in reading order; a row is the physical line less one.
    cells: Vec<Cell>,
    noted: Vec<Odd>,
}

/// How a text was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    pub encoding: &'static str,
    /// None: the text is one column.
    pub delimiter: Option<char>,
    /// None: no field of the file is quoted.
    pub quote: Option<char>,
}

/// Something odd about the text itself.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Odd {
    /// The first physical line it was seen on, from 1.
    line: u32,
    kind: Kind,
}

/// Reads a text file: the one grid of its cells.
///
/// # Errors
/// It is blank, no text at all, or wider than any sheet.
pub(super) fn file(bytes: &[u8]) -> Result<ReadFile, Unreadable> {
    let TextFile { dialect, cells, noted } = read(bytes)?;
    let mut file = ReadFile::new(Format::Text);
    file.dialect = Some(dialect);
    file.grids.push(Grid::new("".into(), true, cells, Merges::default()));
    let noted = noted.into_iter().map(|Odd { line, kind }| {
        let at = Some(At { row: line.saturating_sub(1), col: 0 });
        Noted { sheet: "".into(), at, kind }
    });
    file.noted.extend(noted);
    Ok(file)
}

fn read(bytes: &[u8]) -> Result<TextFile, Unreadable> {
    let decoded = encoding::decode(bytes).map_err(|reason| Unreadable::Damaged(reason.into()))?;
    let text = decoded.text.as_ref();
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    if encoding::is_binary(text) {
        return Err(Unreadable::Damaged("it is neither a workbook nor text".into()));
    }
    // The line that states the delimiter is blanked rather than cut off, so that those below keep their numbers.
    let (stated, from) = dialect::stated(text).map_or((None, 0), |(delimiter, end)| (Some(delimiter), end));
    let division = dialect::choose(&text[from..], stated);
    let mut table = Table::default();
    table.read(&text[from..], division)?;

    let mut noted = Vec::new();
    let lossy = if decoded.lossy { text.match_indices(char::REPLACEMENT_CHARACTER).collect() } else { Vec::new() };
    if let Some((first, _)) = lossy.first() {
        let kind = Kind::TextUndecodable { encoding: decoded.encoding.into(), characters: lossy.len() };
        noted.push(Odd { line: line_of(text, *first), kind });
    }
    let garbled: Vec<usize> = encoding::mojibake(text).chain(encoding::macintosh(text)).collect();
    if let Some(first) = garbled.iter().min() {
        noted.push(Odd { line: line_of(text, *first), kind: Kind::TextGarbled { places: garbled.len() } });
    }
    let [stray, unclosed] = table.odd;
    noted.extend(stray.map(|(line, lines)| Odd { line, kind: Kind::QuoteStray { lines } }));
    noted.extend(unclosed.map(|(line, lines)| Odd { line, kind: Kind::QuoteUnclosed { lines } }));

    let quote = table.quoted.then_some(char::from(division.marks.quote));
    let delimiter = division.marks.delimiter.map(char::from);
    Ok(TextFile { dialect: Dialect { encoding: decoded.encoding, delimiter, quote }, cells: table.cells, noted })
}

/// The cells of a text as they are read, and what was seen on the way.
#[derive(Default)]
struct Table {
    cells: Vec<Cell>,
    quoted: bool,
    /// Stray and unclosed quotes: the first line and the number of lines.
    odd: [Option<(u32, usize)>; 2],
}

impl Table {
    fn read(&mut self, text: &str, division: Division) -> Result<(), Unreadable> {
        let (mut records, mut fields) = (Records::new(text, division.marks, division.usual), Vec::new());
        while let Some(record) = records.next(&mut fields) {
            let odd = match record.oddity {
                Oddity::None => None,
                Oddity::Stray => Some(&mut self.odd[0]),
                Oddity::Unclosed => Some(&mut self.odd[1]),
            };
            if let Some(odd) = odd {
                odd.get_or_insert((record.line, 0)).1 += 1;
            }
            for (index, field) in fields.iter().enumerate() {
                self.field(text, division, *field, record.line, index)?;
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        text: &str,
        division: Division,
        field: Field,
        line: u32,
        index: usize,
    ) -> Result<(), Unreadable> {
        self.quoted |= field.quoted;
        if field.start == field.end {
            return Ok(());
        }
        let shown = content(text, division.marks, field);
        let shown = match shown.strip_prefix(' ') {
            Some(rest) if division.spaced && index > 0 && !field.quoted => rest,
            _ => &shown,
        };
        let trimmed = shown.trim();
        if trimmed.is_empty() {
            return Ok(());
        }
        let too = |what: &str| Err(Unreadable::Damaged(format!("line {line} {what}")));
        if index >= MOST_FIELDS {
            return too("has more than 16,384 fields, which no sheet holds");
        }
        if shown.len() > LONGEST_FIELD {
            return too("holds a field of more than a million bytes");
        }
        let col = u32::try_from(index).unwrap_or(u32::MAX);
        let content = if super::is_error(trimmed) { Content::Error(shown.into()) } else { Content::Text(shown.into()) };
        self.cells.push(Cell { at: At { row: line - 1, col }, content });
        Ok(())
    }
}

/// The physical line, from 1, of a position in a text.
fn line_of(text: &str, position: usize) -> u32 {
    let before = text.as_bytes()[..=position].windows(2);
    let ends = before.filter(|pair| pair[0] == b'\n' || (pair[0] == b'\r' && pair[1] != b'\n')).count();
    u32::try_from(ends + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of a file as `line:field text`.
    fn cells(bytes: &[u8]) -> Vec<String> {
        let file = read(bytes).expect("it is text");
        file.cells.iter().map(|cell| format!("{} {}", cell.at.address(true), cell.raw())).collect()
    }

    #[test]
    fn lines_keep_their_numbers_whatever_stands_above() {
        let text = b"sep=;\r\nCrates sold, April to June\n\nFruit;Crates\rplums;5\npears, green;2\n";
        let expected = [
            "2:1 Crates sold, April to June",
            "4:1 Fruit",
            "4:2 Crates",
            "5:1 plums",
            "5:2 5",
            "6:1 pears, green",
            "6:2 2",
        ];
        assert_eq!(cells(text), expected);
    }

    #[test]
    fn what_is_odd_is_noted_on_its_line_and_nothing_is_lost() {
        let text = "Fruit,Crates\nplums,\"5\npears 5\",2\n\"figs\" dried,1\nCaf\u{c3}\u{a9},4\n";
        let file = read(text.as_bytes()).expect("it is text");
        let noted = |line, kind| Odd { line, kind };
        let expected = [
            noted(5, Kind::TextGarbled { places: 1 }),
            noted(3, Kind::QuoteStray { lines: 2 }),
            noted(2, Kind::QuoteUnclosed { lines: 1 }),
        ];
        assert_eq!(file.noted, expected);
        assert_eq!(file.dialect.quote, None);
        assert_eq!(cells(text.as_bytes())[2..6], ["2:1 plums", "2:2 \"5", "3:1 pears 5\"", "3:2 2"]);
    }

    #[test]
    fn the_space_behind_every_delimiter_belongs_to_it() {
        assert_eq!(cells(b"Fruit, Crates\nplums, 5\n\"red, ripe\", \"2\"\n")[3..], ["2:2 5", "3:1 red, ripe", "3:2 2"]);
        assert_eq!(cells(b"Fruit,Crates\nplums, 5\n")[3..], ["2:2  5"]);
    }

    #[test]
    fn blank_cells_give_nothing_and_errors_are_errors() {
        let padded = format!("Fruit,Crates{0}\nplums,#REF!{0}\npears, #SPILL! {0}\n", ",".repeat(20_000));
        let file = read(padded.as_bytes()).expect("it is text");
        assert_eq!(file.cells.len(), 6);
        assert!(matches!(file.cells[3].content, Content::Error(_)));
        assert!(matches!(file.cells[5].content, Content::Error(_)));
    }

    #[test]
    fn what_cannot_be_a_table_is_refused() {
        assert_eq!(read(b" \r\n"), Err(Unreadable::Empty));
        assert_eq!(read(b"\xef\xbb\xbf"), Err(Unreadable::Empty));
        assert!(matches!(read(b"plain text, then \0 once"), Err(Unreadable::Damaged(_))));
        let wide = format!("a,b\n{}c\n", ",".repeat(16_384));
        assert!(matches!(read(wide.as_bytes()), Err(Unreadable::Damaged(why)) if why.starts_with("line 2 ")));
        let long = format!("a,b\nc,{}\n", "d".repeat(2_000_000));
        assert!(matches!(read(long.as_bytes()), Err(Unreadable::Damaged(why)) if why.starts_with("line 2 ")));
    }
}
