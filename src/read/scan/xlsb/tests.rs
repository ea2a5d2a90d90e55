//! Tests of the second look at an .xlsb.

use std::io::Cursor;

use calamine::{Reader, Xlsb};
use proptest::prelude::{any, prop, proptest};

use super::sheet;
use crate::container::{Format, Unreadable};
use crate::model::hidden::Ranges;
use crate::model::merges::Merge;
use crate::model::place::At;
use crate::read::scan::SheetScan;
use crate::read::scan::formats::{Formats, Styles};
use crate::read::scan::parts::sample::{record, relations, scanned, wide, zipped};

fn at(row: u32, col: u32) -> At {
    At { row, col }
}

/// A row begins, with the flags of the byte that hides it.
fn row(number: u32, flags: u8) -> Vec<u8> {
    let mut data = vec![0; 17];
    data[..4].copy_from_slice(&number.to_le_bytes());
    data[11] = flags;
    record(0, &data)
}

fn cell(kind: u16, col: u32, style: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&col.to_le_bytes(), &style.to_le_bytes(), value].concat())
}

fn short(kind: u16, style: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&style.to_le_bytes(), value].concat())
}

fn real(number: f64) -> [u8; 8] {
    number.to_le_bytes()
}

fn sheet_of(columns: &[u8], rows: &[Vec<u8>]) -> Vec<u8> {
    let start = [record(129, &[]), record(148, &[0; 16]), columns.to_vec(), record(145, &[])].concat();
    [start, rows.concat(), record(146, &[]), record(130, &[])].concat()
}

fn scan(rows: &[Vec<u8>]) -> SheetScan {
    sheet::scan("S", &sheet_of(&[], rows), &styles()).expect("it is whole")
}

/// Of two styles, of which the second shows a share.
fn styles() -> Styles {
    Formats::default().of_styles(&[0, 9])
}

/// A workbook of one sheet, and its styles.
fn workbook(sheet: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let bundle = [&[0; 8][..], &wide("rId1"), &wide("Figures")].concat();
    let book = [record(131, &[]), record(143, &[]), record(156, &bundle), record(144, &[]), record(132, &[])].concat();
    let format = |number: u16, code: &str| record(44, &[&number.to_le_bytes()[..], &wide(code)].concat());
    let style = |format: u16| record(47, &[&[0, 0], &format.to_le_bytes()[..], &[0; 12]].concat());
    let of_styles = [record(626, &[1, 0, 0, 0]), style(9), record(627, &[])].concat();
    let styles = [
        record(278, &[]),
        record(615, &[3, 0, 0, 0]),
        format(164, "0.0%"),
        format(165, "0\"%\""),
        format(166, "[<5]\"<5\";0"),
        record(616, &[]),
        of_styles,
        [record(617, &[6, 0, 0, 0]), [0, 9, 164, 165, 166, 17].map(style).concat(), record(618, &[])].concat(),
        record(279, &[]),
    ];
    vec![
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", relations(&[("rId1", "worksheet", "worksheets/sheet1.bin")]).into_bytes()),
        ("xl/styles.bin", styles.concat()),
        ("xl/worksheets/sheet1.bin", sheet.to_vec()),
    ]
}

fn entries<'w>(workbook: &'w [(&'static str, Vec<u8>)]) -> Vec<(&'w str, &'w [u8])> {
    workbook.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect()
}

fn parsed(sheet: &[u8]) -> Vec<At> {
    let parts = workbook(sheet);
    let mut workbook = Xlsb::new(Cursor::new(zipped(&entries(&parts)))).expect("it is a workbook");
    let mut reader = workbook.worksheet_cells_reader("Figures").expect("there is a sheet");
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().expect("it is sound") {
        let (row, col) = cell.get_position();
        cells.push(at(row, col));
    }
    cells
}

#[test]
fn every_kind_of_cell_is_counted_and_the_parser_agrees() {
    let rows = [
        row(0, 0),
        cell(1, 0, 0, &[]),
        cell(2, 1, 0, &[0; 4]),
        cell(3, 2, 0, &[0x2a]),
        cell(4, 3, 0, &[1]),
        cell(5, 4, 0, &real(1.5)),
        cell(6, 5, 0, &wide("text")),
        row(1, 0),
        cell(8, 0, 0, &wide("")),
        cell(9, 1, 0, &real(2.5)),
        cell(10, 2, 0, &[0]),
    ];
    let scan = scan(&rows);
    assert_eq!((scan.cells, scan.trouble), (8, None));
    assert_eq!(scan.errors, [(at(0, 2), "#N/A".into())]);
    assert_eq!(parsed(&sheet_of(&[], &rows)).len(), 8);
}

#[test]
fn short_records_and_errors_of_formulas_are_counted_though_the_parser_loses_them() {
    let rows = [
        row(0, 0),
        cell(6, 1, 0, &wide("label")),
        short(12, 0, &[]),
        short(13, 0, &[0; 4]),
        short(14, 0, &[0x07]),
        short(15, 0, &[1]),
        short(16, 1, &real(0.25)),
        short(17, 0, &wide("text")),
        short(18, 0, &[0; 4]),
        row(1, 0),
        cell(11, 0, 0, &[0x17, 0, 0]),
        cell(62, 1, 0, &[&[0][..], &wide("rich")].concat()),
        cell(11, 2, 0, &[0x99]),
    ];
    let scan = scan(&rows);
    assert_eq!((scan.cells, scan.trouble), (10, None));
    let errors = [(at(0, 4), "#DIV/0!".into()), (at(1, 0), "#REF!".into()), (at(1, 2), "#UNKNOWN!".into())];
    assert_eq!(scan.errors, errors);
    assert_eq!(scan.formats, [(at(0, 6), "0%".into())].into());
    assert_eq!(parsed(&sheet_of(&[], &rows)), [at(0, 1)]);
}

#[test]
fn formats_that_are_not_plain_are_told() {
    let numbers: Vec<_> = (0..7).map(|n| cell(5, n, n, &real(0.5))).collect();
    let rows = [&[row(0, 0)][..], &numbers, &[cell(6, 8, 1, &wide("text"))]].concat();
    let parts = workbook(&sheet_of(&[], &rows));
    let scan = scanned(Format::Xlsb, &entries(&parts)).expect("it is sound");
    assert_eq!(scan.sheets[0].name, "Figures");
    let expected = [(1, "0%"), (2, "0.0%"), (4, "[<5]\"<5\";0"), (5, "mmm-yy")];
    assert_eq!(scan.sheets[0].formats, expected.map(|(col, code)| (at(0, col), code.into())).into());
}

#[test]
fn hidden_rows_and_columns_are_ranges() {
    let column = |first: u32, last: u32, width: u32, flags: u16| {
        let numbers = [first, last, width, 0].map(u32::to_le_bytes).concat();
        record(60, &[numbers, flags.to_le_bytes().to_vec()].concat())
    };
    let columns = [column(0, 0, 9, 0), column(1, 2, 9, 1), column(3, 16_383, 0, 2)].concat();
    let rows = [row(0, 0x10), row(1, 0x20), row(2, 0x40), cell(1, 0, 0, &[])];
    let scan = sheet::scan("S", &sheet_of(&columns, &rows), &Styles::default()).expect("it is whole");
    assert_eq!((scan.hidden_rows, scan.hidden_cols), (Ranges::new([(0, 1)]), Ranges::new([(1, 16_383)])));
}

#[test]
fn merged_ranges_are_told_and_must_lie_on_the_sheet() {
    let merged = |corners: [u32; 4]| {
        let merge = record(176, &corners.map(u32::to_le_bytes).concat());
        let bytes =
            [record(145, &[]), record(146, &[]), record(177, &[1, 0, 0, 0]), merge, record(178, &[]), record(130, &[])];
        sheet::scan("S", &bytes.concat(), &Styles::default()).expect("it is whole")
    };
    assert_eq!(merged([6, 7, 0, 1]).merges, [Merge { first: at(6, 0), last: at(7, 1) }]);
    assert_eq!((merged([6, 6, 1, 1]).merges, merged([6, 6, 1, 1]).trouble), (vec![], None));
    for (corners, trouble) in [
        ([0, 0, 0, 16_384], "a merged range reaches beyond the last row or column"),
        ([0, u32::MAX, 0, 0], "a merged range reaches beyond the last row or column"),
        ([1, 0, 0, 0], "the address of a merged range is none"),
    ] {
        assert_eq!(merged(corners).trouble.as_deref(), Some(trouble));
    }
    let short = [record(176, &[0; 15]), record(130, &[])].concat();
    let damaged = Err(Unreadable::Damaged("sheet `S` ends in the middle".into()));
    assert_eq!(sheet::scan("S", &short, &Styles::default()), damaged);
}

#[test]
fn places_that_cannot_be_are_trouble() {
    let cases: [(&[Vec<u8>], &str); 5] = [
        (&[row(0, 0), cell(1, 2, 0, &[]), cell(1, 2, 0, &[])], "two cells claim C1"),
        (&[row(0, 0), cell(1, 2, 0, &[]), cell(1, 1, 0, &[])], "cell B1 comes twice, or after a later one"),
        (&[row(3, 0), row(3, 0)], "row 4 comes twice, or after a later one"),
        (&[row(1_048_576, 0), cell(1, 0, 0, &[])], "a cell lies beyond the last row or column"),
        (&[row(0, 0), cell(1, 16_383, 0, &[]), short(12, 0, &[])], "a cell lies beyond the last row or column"),
    ];
    for (rows, trouble) in cases {
        assert_eq!(scan(rows).trouble.as_deref(), Some(trouble));
    }
}

#[test]
fn a_sheet_cut_anywhere_is_damage() {
    let whole = sheet_of(&[], &[row(0, 0), cell(5, 0, 0, &real(1.0))]);
    for end in 0..whole.len() {
        let damaged = Err(Unreadable::Damaged("sheet `S` ends in the middle".into()));
        assert_eq!(sheet::scan("S", &whole[..end], &Styles::default()), damaged, "{end}");
    }
}

#[test]
fn parts_cut_or_missing_are_damage() {
    let parts = workbook(&sheet_of(&[], &[]));
    let damage = |parts: &[(&'static str, Vec<u8>)]| match scanned(Format::Xlsb, &entries(parts)) {
        Err(Unreadable::Damaged(what)) => what,
        other => panic!("{other:?}"),
    };
    for (index, what) in [(0, "xl/workbook.bin"), (2, "xl/styles.bin")] {
        let mut cut = parts.clone();
        cut[index].1.pop();
        assert_eq!(damage(&cut), format!("{what} ends in the middle"));
    }
    assert_eq!(damage(&parts[..3]), "the part of its sheet `Figures` is missing");
}

proptest! {
    #[test]
    fn nothing_makes_the_scan_panic(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        let mut bytes = sheet_of(&record(60, &[0; 18]), &[row(0, 0x10), cell(5, 0, 1, &real(1.0)), short(14, 0, &[7])]);
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = sheet::scan("S", &bytes, &styles());
    }

    #[test]
    fn no_bytes_make_the_scan_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = sheet::scan("S", &bytes, &Styles::default());
    }
}
