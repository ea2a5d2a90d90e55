//! Workbooks made of a few records, and what is seen of them.

use std::io::{Cursor, Write};

use calamine::{Reader, Xls};
use proptest::prelude::*;

use super::super::SheetScan;
use super::*;
use crate::model::hidden::Ranges;
use crate::model::merges::Merge;
use crate::model::place::At;

type Records = Vec<(u16, Vec<u8>)>;

fn bytes_of(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let of = |(id, data): &(u16, Vec<u8>)| {
        let length = u16::try_from(data.len()).expect("it is short");
        [&id.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    records.iter().flat_map(of).collect()
}

/// A record that begins with these numbers of two bytes.
fn words(id: u16, words: &[u16], rest: &[u8]) -> (u16, Vec<u8>) {
    (id, words.iter().flat_map(|word| word.to_le_bytes()).chain(rest.iter().copied()).collect())
}

fn end() -> (u16, Vec<u8>) {
    (records::EOF, Vec::new())
}

fn begin(kind: u16) -> (u16, Vec<u8>) {
    words(records::BOF, &[0x0600, kind], &[0; 12])
}

fn number(row: u16, col: u16, format: u16) -> (u16, Vec<u8>) {
    words(records::NUMBER, &[row, col, format], &2.5_f64.to_le_bytes())
}

fn formula(row: u16, col: u16, result: [u8; 8]) -> (u16, Vec<u8>) {
    words(records::FORMULA, &[row, col, 0], &[&result[..], &[0; 6], &[0, 0]].concat())
}

fn formats() -> Records {
    let code = |id: u16, code: &str| {
        let length = u16::try_from(code.len()).expect("it is short");
        words(records::FORMAT, &[id, length], &[&[0], code.as_bytes()].concat())
    };
    let mut records = vec![code(164, "0.0%"), code(165, "0\"%\""), code(166, "\"<5\"")];
    records.extend([0, 9, 164, 165, 166, 17].map(|format| words(records::XF, &[0, format], &[0; 16])));
    records
}

/// The stream of a workbook with these sheets; `globals` stand before the list of sheets.
fn stream(globals: &[(u16, Vec<u8>)], sheets: &[(&str, Records)]) -> Vec<u8> {
    let listed = |offset: usize, name: &str| {
        let offset = u32::try_from(offset).expect("it is short");
        let length = u8::try_from(name.len()).expect("it is short");
        let data = [&offset.to_le_bytes()[..], &[0, 0, length, 0], name.as_bytes()].concat();
        (records::BOUND_SHEET, data)
    };
    let head = bytes_of(&[&[begin(5)], globals].concat());
    let list = |start: usize| -> Vec<u8> {
        let mut at = start;
        let mut records = Vec::new();
        for (name, sheet) in sheets {
            records.push(listed(at, name));
            at += bytes_of(sheet).len();
        }
        records.push(end());
        bytes_of(&records)
    };
    let start = head.len() + list(0).len();
    [head, list(start), sheets.iter().flat_map(|(_, sheet)| bytes_of(sheet)).collect()].concat()
}

fn sheet(cells: &[(u16, Vec<u8>)]) -> Records {
    [&[begin(0x10)], cells, &[end()]].concat()
}

fn file(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file =
        CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).expect("memory takes it");
    for (path, bytes) in streams {
        if let Some((storage, _)) = path.split_once('/') {
            file.create_storage_all(storage).expect("memory takes it");
        }
        file.create_stream(path).and_then(|mut stream| stream.write_all(bytes)).expect("memory takes it");
    }
    file.into_inner().into_inner()
}

/// What is seen of one sheet with these records; the parser must see as many cells.
fn seen(cells: &[(u16, Vec<u8>)]) -> SheetScan {
    let bytes = file(&[("Workbook", &stream(&formats(), &[("Sheet1", sheet(cells))]))]);
    let seen = scan(&bytes).expect("it is sound").sheets.remove(0);
    let mut parsed = Xls::new(Cursor::new(&bytes[..])).expect("the parser takes it");
    let range = parsed.worksheet_range("Sheet1").expect("the sheet is listed");
    assert_eq!(range.used_cells().count() as u64, seen.cells, "the parser agrees");
    seen
}

fn damage(bytes: &[u8]) -> String {
    match scan(bytes) {
        Err(Unreadable::Damaged(what)) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_of_value_counts_and_blanks_do_not() {
    let text = [3, 0, 0, b'o', b'n', b'e'];
    let found = seen(&[
        number(0, 0, 0),
        words(records::RK, &[0, 1, 0], &[0; 4]),
        words(records::MUL_RK, &[1, 2], &[&[0; 18][..], &[4, 0]].concat()),
        words(records::LABEL, &[2, 0, 0], &text),
        words(records::R_STRING, &[2, 1, 0], &text),
        words(records::BOOL_ERR, &[3, 0, 0], &[1, 0]),
        words(records::BOOL_ERR, &[3, 1, 0], &[0x2A, 1]),
        formula(4, 0, 7.0_f64.to_le_bytes()),
        formula(4, 1, [2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]),
        formula(4, 2, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        formula(4, 3, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        words(0x04BC, &[4, 4], &[0; 6]),
        (records::STRING, text.to_vec()),
        words(0x0201, &[9, 9, 0], &[]),
    ]);
    assert_eq!((found.cells, found.trouble, found.uncalculated), (13, None, None));
}

#[test]
fn a_formula_whose_text_never_came_holds_nothing() {
    let waits = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let found = seen(&[formula(1, 2, waits), formula(3, 4, waits)]);
    assert_eq!((found.cells, found.uncalculated), (0, Some((2, At { row: 1, col: 2 }))));
}

fn formula_with(format: u16) -> (u16, Vec<u8>) {
    let (id, mut data) = formula(3, 0, 7.0_f64.to_le_bytes());
    data[4..6].copy_from_slice(&format.to_le_bytes());
    (id, data)
}

#[test]
fn formats_that_are_not_plain_are_told() {
    let found = seen(&[
        number(0, 0, 0),
        number(0, 1, 1),
        number(0, 2, 2),
        number(0, 3, 3),
        words(records::MUL_RK, &[1, 0], &[&[1, 0, 0, 0, 0, 0][..], &[0; 6], &[1, 0]].concat()),
        number(2, 0, 999),
        words(records::RK, &[2, 1, 5], &[0; 4]),
        formula_with(4),
        words(records::LABEL, &[4, 0, 4], &[3, 0, 0, b'o', b'n', b'e']),
    ]);
    let expected = [(0, 1, "0%"), (0, 2, "0.0%"), (1, 0, "0%"), (2, 1, "mmm-yy"), (3, 0, "\"<5\"")]
        .map(|(row, col, code)| (At { row, col }, code.into()));
    assert_eq!(found.formats, expected.into());
}

#[test]
fn merged_ranges_are_told_and_must_lie_on_the_sheet() {
    let at = |row, col| At { row, col };
    let merged = |ranges: &[u16]| {
        words(records::MERGED_CELLS, &[&[u16::try_from(ranges.len() / 4).expect("it is short")], ranges].concat(), &[])
    };
    let found = seen(&[number(0, 0, 0), merged(&[0, 0, 0, 1, 6, 7, 2, 2, 9, 9, 9, 9]), merged(&[8, 65_535, 0, 255])]);
    let expected = [(at(0, 0), at(0, 1)), (at(6, 2), at(7, 2)), (at(8, 0), at(65_535, 255))];
    assert_eq!(found.merges, expected.map(|(first, last)| Merge { first, last }));
    assert_eq!(found.trouble, None);
    for wrong in [[0, 0, 0, 256], [1, 0, 0, 0], [0, 0, 1, 0]] {
        let trouble = seen(&[number(0, 0, 0), merged(&wrong)]).trouble;
        assert_eq!(trouble.as_deref(), Some("a merged range is none, or reaches beyond the last column"));
    }
    let short = stream(&[], &[("One", sheet(&[words(records::MERGED_CELLS, &[2, 0, 0, 0, 1], &[])]))]);
    assert_eq!(damage(&file(&[("Workbook", &short)])), "a record of its workbook stream is too short");
}

#[test]
fn hidden_rows_and_columns_and_comments_are_found() {
    let row = |row: u16, options: u16| words(records::ROW, &[row, 0, 1, 255, 0, 0, options, 0], &[]);
    let found = seen(&[
        words(records::COLUMN_INFO, &[2, 3, 9, 0, 1, 0], &[]),
        words(records::COLUMN_INFO, &[4, 256, 0, 0, 1, 0], &[]),
        words(records::COLUMN_INFO, &[0, 0, 9, 0, 0, 0], &[]),
        // Of no width.
        words(records::COLUMN_INFO, &[1, 1, 0, 0, 0, 0], &[]),
        row(1, 0x100),
        row(2, 0x120),
        row(3, 0x20),
        words(records::NOTE, &[0, 0, 0, 1], &[]),
        words(records::NOTE, &[0xFFFF, 0, 9], &[]),
    ]);
    assert_eq!(
        (found.hidden_rows, found.hidden_cols, found.comments),
        (Ranges::new([(2, 3)]), Ranges::new([(1, 255)]), 1)
    );
    let found = seen(&[words(records::DEFAULT_ROW_HEIGHT, &[2, 255], &[]), row(0, 0), row(2, 0), row(3, 0x20)]);
    assert_eq!(found.hidden_rows, Ranges::new([(1, 1), (3, 65_535)]));
}

#[test]
fn cells_of_a_chart_on_the_sheet_are_not_the_sheets() {
    let chart = [begin(0x20), number(0, 0, 0), begin(0x20), number(0, 0, 0), end(), end()];
    assert_eq!(seen(&[&[number(0, 0, 0)], &chart[..], &[number(1, 0, 0)]].concat()).cells, 2);
}

#[test]
fn cells_that_cannot_be_are_trouble() {
    assert_eq!(seen(&[number(1, 1, 0), number(0, 0, 0)]).trouble, None);
    let found = seen(&[number(1, 1, 0), number(0, 0, 0), number(1, 1, 0)]);
    assert_eq!((found.cells, found.trouble.as_deref()), (2, Some("two cells claim to be B2")));
    let found = seen(&[number(0, 256, 0)]);
    assert_eq!(found.trouble.as_deref(), Some("a cell stands beyond the last column, at IW1"));
}

#[test]
fn a_stream_cut_anywhere_is_damaged() {
    let whole = stream(&formats(), &[("One", sheet(&[number(0, 0, 0)])), ("Two", sheet(&[number(0, 0, 0)]))]);
    assert_eq!(scan(&file(&[("Workbook", &whole)])).expect("it is sound").sheets.len(), 2);
    for end in 0..whole.len() {
        assert_eq!(damage(&file(&[("Workbook", &whole[..end])])), "its workbook stream ends in the middle");
    }
    let whole = file(&[("Workbook", &whole)]);
    assert!(damage(&whole[..whole.len() - 600]).contains("compound file"));
}

#[test]
fn chains_of_sectors_that_loop_are_refused() {
    let cells: Vec<_> = (0..400).map(|row| number(row, 0, 0)).collect();
    let whole = file(&[("Workbook", &stream(&formats(), &[("One", sheet(&cells))]))]);
    let sectors = u32::try_from(whole.len() / 512).expect("it is short") - 1;
    // The first sector lists for every sector which one follows it.
    for (at, next) in (0..sectors).flat_map(|at| [at, at.saturating_sub(1), 2].map(|next| (at, next))) {
        let mut looped = whole.clone();
        let entry = 512 + 4 * usize::try_from(at).expect("it is short");
        looped[entry..entry + 4].copy_from_slice(&next.to_le_bytes());
        let found = scan(&looped).map(|scan| scan.sheets[0].cells);
        assert!(matches!(found, Err(Unreadable::Damaged(_)) | Ok(400)), "{at} to {next}: {found:?}");
    }
}

#[test]
fn workbooks_made_to_deceive_are_refused() {
    let one = || sheet(&[number(0, 0, 0)]);
    let twice = stream(&[], &[("One", one()), ("One", one())]);
    assert_eq!(damage(&file(&[("Workbook", &twice)])), "two of its sheets have the same name");
    let nested = stream(&[], &[("One", sheet(&one())), ("Two", one())]);
    // The second sheet is listed where the first one begins, or where a chart inside it does.
    let (first, second) = (20 + 4, 20 + 15 + 4);
    let offset = u32::from_le_bytes(*nested[first..].first_chunk().expect("it is listed"));
    for within in [0, 20] {
        let mut shared = nested.clone();
        shared[second..second + 4].copy_from_slice(&(offset + within).to_le_bytes());
        assert_eq!(damage(&file(&[("Workbook", &shared)])), "parts of its workbook stream lie in each other");
    }
    let locked = stream(&[words(records::FILE_PASS, &[0, 1, 2], &[])], &[("One", one())]);
    assert_eq!(scan(&file(&[("Workbook", &locked)])), Err(Unreadable::Locked));
    assert_eq!(damage(&file(&[("WordDocument", b"text")])), "it is a compound file without a workbook");
}

#[test]
fn what_the_whole_file_hides_is_counted() {
    let book = words(records::SUP_BOOK, &[1, 5], b"\x00\x01a.xl");
    let workbook = stream(&[book], &[("One", sheet(&[]))]);
    let cache = bytes_of(&[words(records::PIVOT_CACHE, &[7, 0, 1, 1, 0], &[]), end()]);
    let scan = scan(&file(&[
        ("WORKBOOK", &workbook),
        ("_SX_DB_CUR/0001", &cache),
        ("_VBA_PROJECT_CUR/PROJECT", b""),
        ("MBD0001/Workbook", b""),
        ("MBD0002/CONTENTS", b""),
    ]))
    .expect("it is sound");
    let found: Vec<String> = scan.hidden.iter().map(ToString::to_string).collect();
    assert_eq!(found, ["1 link to another workbook", "1 part with macros", "2 embedded objects"]);
    assert_eq!(scan.caches, [Cache { part: "_SX_DB_CUR/0001".into(), records: 7, fields: Vec::new() }]);
}

#[test]
fn a_workbook_of_excel_95_is_read_by_its_own_rules() {
    let name = b"Gr\xF6\xDFe";
    let cells = sheet(&[words(records::LABEL, &[0, 0, 0, 2], b"ab"), number(1, 0, 1)]);
    let format = words(records::FORMAT, &[164], b"\x020%");
    let formats = [0, 164].map(|format| words(records::XF, &[0, format], &[0; 12]));
    let head = [&[words(records::BOF, &[0x0500, 5], &[0; 4]), format], &formats[..]].concat();
    let list = |at: usize| {
        let offset = u32::try_from(at).expect("it is short").to_le_bytes();
        let data = [&offset[..], &[0, 0, 5], name].concat();
        bytes_of(&[&head[..], &[(records::BOUND_SHEET, data), end()]].concat())
    };
    let stream = [list(list(0).len()), bytes_of(&cells)].concat();
    let found = scan(&file(&[("Book", &stream)])).expect("it is sound").sheets.remove(0);
    assert_eq!((found.name.as_str(), found.cells, found.formats.len()), ("Größe", 2, 1));
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let cells = sheet(&[number(0, 0, 1), formula(0, 1, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]), number(3, 3, 2)]);
        let whole = stream(&formats(), &[("One", cells.clone()), ("Two", cells)]);
        let cache = bytes_of(&[words(records::PIVOT_CACHE, &[7, 0, 1, 1, 0], &[]), end()]);
        let mut damaged = whole.clone();
        for (at, byte) in &edits {
            *at.get_mut(&mut damaged) = *byte;
        }
        let _ = scan(&file(&[("Workbook", &damaged)]));
        let mut damaged = file(&[("Workbook", &whole), ("_SX_DB_CUR/0001", &cache)]);
        for (at, byte) in &edits {
            *at.get_mut(&mut damaged) = *byte;
        }
        let _ = scan(&damaged);
        let _ = scan(&damaged[..cut.index(damaged.len())]);
    }
}
