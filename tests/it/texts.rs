//! The laws of reading delimited text: a table comes back as it was written, whatever stands around it and however it
//! was written, no bytes stop the reader, no character of a cell is lost and every cell stands on its own line.

use std::fs;

use foi::config::Settings;
use foi::container::Unreadable;
use foi::model::grid::Grid;
use foi::read::{self, ReadFile};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::sample::project;

fn grids(bytes: &[u8]) -> Result<ReadFile, Unreadable> {
    read::file(bytes, &Settings::shipped(), None)
}

/// A way to write a table down.
#[derive(Debug, Clone)]
struct Writing {
    delimiter: char,
    /// What stands around every cell, or, where none does, around those that need quotes.
    quote: Option<char>,
    /// Line ends, taken in turn.
    ends: Vec<&'static str>,
    encoding: &'static str,
}

fn writing() -> impl Strategy<Value = Writing> {
    let ends = vec![vec!["\n"], vec!["\r\n"], vec!["\r"], vec!["\n", "\r\n", "\r"]];
    let encodings = vec!["UTF-8", "UTF-8 with a mark", "UTF-16LE with a mark", "UTF-16BE with a mark"];
    let quotes = vec![None, Some('"'), Some('\'')];
    (select(vec![',', ';', '\t', '|']), select(quotes), select(ends), select(encodings))
        .prop_map(|(delimiter, quote, ends, encoding)| Writing { delimiter, quote, ends, encoding })
}

/// What cells hold. None is two cells of another dialect: no reader can tell `7;8` from a line of two counts.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-zéŷ£]{1,8}( [a-z']{1,6}[a-z]){0,2}",
        4 => "[0-9]{1,4}",
        1 => "[1-9][0-9]?,[0-9]{3}",
        1 => "[0-9]{1,2},[0-9]{1,2}",
        1 => "[a-z]{2,6}, [a-z]{2,6} and [a-z]{2,6}",
        1 => "the \"[a-z]{2,6}\" of [a-z]{2,6}",
        1 => "[a-z]{2,6}\n[a-z]{2,6}",
        1 => Just(String::new()),
    ]
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (2_usize..6).prop_flat_map(|width| {
        let label = "[A-Z][a-z]{2,8}";
        let row = (label, vec(cell(), width - 1)).prop_map(|(label, mut cells)| {
            cells.insert(0, label);
            cells
        });
        (vec(label, width), vec(row, 3..12)).prop_map(|(header, mut rows)| {
            rows.insert(0, header);
            rows
        })
    })
}

/// Titles and notes, and blank lines among them.
fn words() -> impl Strategy<Value = Vec<Option<String>>> {
    vec(option::of("[A-Z][a-z]{2,8}(,? [a-z]{2,8}){1,6}"), 0..4)
}

/// The text of rows and the cells it must give: line and field from 1, and what the cell says.
fn written(rows: &[Vec<String>], how: &Writing) -> (Vec<u8>, Vec<(u32, u32, String)>) {
    let (mut text, mut cells, mut line) = (String::new(), Vec::new(), 1);
    for (index, row) in rows.iter().enumerate() {
        let first = line;
        let fields: Vec<String> = row
            .iter()
            .zip(1..)
            .map(|(cell, field)| {
                if !cell.is_empty() {
                    cells.push((first, field, cell.clone()));
                }
                line += u32::try_from(cell.matches('\n').count()).expect("cells are short");
                let must = cell.contains([how.delimiter, '"', '\n']);
                match how.quote.or(must.then_some('"')) {
                    Some(quote) => format!("{quote}{}{quote}", cell.replace(quote, &format!("{quote}{quote}"))),
                    None => cell.clone(),
                }
            })
            .collect();
        let blank = |row: &Vec<String>| row.len() == 1 && row[0].is_empty();
        if !blank(row) {
            text += &fields.join(&how.delimiter.to_string());
        }
        // CR and a blank line that ends in LF would be one line end.
        let joins = how.ends.len() > 1 && rows.get(index + 1).is_some_and(blank);
        text += if joins { "\n" } else { how.ends[index % how.ends.len()] };
        line += 1;
    }
    let bytes = match how.encoding {
        "UTF-8" => text.into_bytes(),
        "UTF-8 with a mark" => format!("\u{feff}{text}").into_bytes(),
        "UTF-16LE with a mark" => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
    };
    (bytes, cells)
}

fn cells_of(grid: &Grid) -> Vec<(u32, u32, String)> {
    grid.cells().iter().map(|cell| (cell.at.row + 1, cell.at.col + 1, cell.raw().into_owned())).collect()
}

/// Everything that means something to a reader of delimited text, and a few words.
fn soup() -> impl Strategy<Value = Vec<String>> {
    let pieces = vec![",", ";", "\t", "|", "\"", "\"\"", "'", "\\", " ", "a", "b1", ",\"", "\",", "\\\"", "7,5"];
    vec(vec(select(pieces), 0..12).prop_map(|pieces| pieces.concat()), 1..30)
}

proptest! {
    #[test]
    fn a_table_comes_back_as_it_was_written(
        above in words(), rows in table(), below in words(), how in writing()
    ) {
        let lines = |words: Vec<Option<String>>| words.into_iter().map(|line| vec![line.unwrap_or_default()]);
        let rows: Vec<Vec<String>> = lines(above).chain(rows).chain(lines(below)).collect();
        let (bytes, cells) = written(&rows, &how);
        let file = grids(&bytes).expect("it is text");
        prop_assert_eq!(cells_of(&file.grids[0]), cells);
        prop_assert_eq!(file.dialect.expect("a text has a dialect").delimiter, Some(how.delimiter));
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in vec(any::<u8>(), 0..2_000)) {
        // Only text: an archive is for the reader of workbooks.
        if !bytes.starts_with(b"PK") && !bytes.starts_with(b"\xd0\xcf") {
            let _ = grids(&bytes);
        }
    }

    #[test]
    fn whatever_the_quotes_say_no_word_is_lost_and_lines_are_right(lines in soup(), end in select(vec!["\n", "\r\n", "\r"])) {
        let lines: Vec<String> = lines.iter().zip(1..).map(|(line, number)| format!("L{number}{line}{end}")).collect();
        let text = lines.concat();
        let file = grids(text.as_bytes()).expect("it is text");
        let cells = file.grids[0].cells();
        let letters = |text: &str| text.chars().filter(|char| char.is_alphanumeric()).collect::<String>();
        let kept: String = cells.iter().map(|cell| letters(&cell.raw())).collect();
        prop_assert_eq!(kept, letters(&text));
        for cell in cells.iter().filter(|cell| cell.at.col == 0) {
            let own = format!("L{}", cell.at.row + 1);
            let next = cell.raw().strip_prefix(&own).map(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
            prop_assert!(next.is_some(), "line {} begins with {:?}", cell.at.row + 1, cell.raw());
        }
    }
}

#[test]
fn quotes_without_end_cost_one_pass() {
    // Each would take hours if every quote were followed to the end of the file or of its line.
    for (piece, times) in [("plums,\"red,5\n", 100_000), ("plums\",\"red\n", 100_000), ("plums,\"\"\"red\n", 100_000)] {
        let file = grids(piece.repeat(times).as_bytes()).expect("it is text");
        assert!(file.grids[0].cells().len() >= times, "{piece:?}");
    }
    for piece in [",\"plums", "\"plums", "\"\"plums", "\\\"'", " \"x"] {
        let _ = grids(format!("Fruit,Crates\n{}\n", piece.repeat(200_000)).as_bytes());
    }
}

/// What `tests/dialects/score.py` compares, without it: filled cells, record by record.
#[test]
fn every_file_of_our_own_dialects_is_read_exactly() {
    let own = project().join("tests/dialects/own");
    let mut read = 0;
    for file in fs::read_dir(own.join("csv")).expect("the folder can be read") {
        let name = file.expect("the folder can be read").file_name();
        let bytes = fs::read(own.join("csv").join(&name)).expect("the file can be read");
        let given = grids(&bytes).unwrap_or_else(|reason| panic!("{}: {reason:?}", name.display()));
        let grid = &given.grids[0];
        let rows = grid.filled_rows().map(|row| {
            let cells = grid.row(row).map(|index| &grid.cells()[index]);
            cells.map(|cell| (cell.at.col as usize, cell.raw().into_owned())).collect::<Vec<_>>()
        });
        let path = own.join("clean").join(&name);
        let mut clean = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("a CSV");
        let expected = clean.records().map(|record| {
            let record = record.expect("a CSV");
            let cells = record.iter().map(str::to_owned).enumerate();
            cells.filter(|(_, cell)| !cell.trim().is_empty()).collect::<Vec<_>>()
        });
        assert_eq!(rows.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{}", name.display());
        read += 1;
    }
    assert!(read > 30);
}
