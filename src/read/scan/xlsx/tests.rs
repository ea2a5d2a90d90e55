//! Tests of the second look at an .xlsx.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use proptest::prelude::{any, prop, proptest};

use super::sheet;
use crate::container::{Format, Unreadable};
use crate::model::hidden::Ranges;
use crate::model::merges::Merge;
use crate::model::place::At;
use crate::read::scan::SheetScan;
use crate::read::scan::parts::sample::{relations, scanned, xlsx, xlsx_relations, zipped};

const SHARED: &[u8] = b"<sst count=\"1\" uniqueCount=\"1\"><si><t>shared</t></si></sst>";

fn sheet_of(rows: &str) -> String {
    format!("<worksheet><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></worksheet>")
}

fn scan(rows: &str) -> SheetScan {
    sheet::scan("S", &sheet_of(rows)).expect("it is well formed")
}

/// What the parser gives of these rows: the place and style of each cell that is not empty, or its refusal.
fn parsed(rows: &str) -> Vec<Result<(At, usize), String>> {
    let (sheet, relations) = (sheet_of(rows), xlsx_relations());
    let mut entries = xlsx(&sheet, &relations);
    entries.push(("xl/sharedStrings.xml", SHARED));
    let mut workbook = Xlsx::new(Cursor::new(zipped(&entries))).expect("it is a workbook");
    let mut reader = workbook.worksheet_cells_reader("Figures").expect("there is a sheet");
    let mut cells = Vec::new();
    loop {
        match reader.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let (row, col) = cell.get_position();
                if *cell.get_value() != DataRef::Empty {
                    cells.push(Ok((At { row, col }, style)));
                }
            }
            Ok(None) => return cells,
            Err(XlsxError::CellError(name)) => cells.push(Err(name)),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn the_scan_and_the_parser_agree_on_every_sound_kind_of_cell() {
    let cells = [
        ("<c><v>1</v></c>", 1),
        ("<c><v> </v></c>", 1),
        ("<c t=\"n\"><v>1.5</v></c>", 1),
        ("<c t=\"s\"><v>0</v></c>", 1),
        ("<c t=\"b\"><v>0</v></c>", 1),
        ("<c t=\"e\"><v>#N/A</v></c>", 1),
        ("<c t=\"e\"><f>NA()</f><v>#N/A</v></c>", 1),
        ("<c t=\"d\"><v>2014-10-01</v></c>", 1),
        ("<c t=\"str\"><f>A2&amp;\"b\"</f><v>a &amp; b</v></c>", 1),
        ("<c t=\"str\"><f>\"\"</f><v></v></c>", 1),
        ("<c t=\"str\"><v/></c>", 1),
        ("<c t=\"inlineStr\"><is><t>text</t></is></c>", 1),
        ("<c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>te</t></r><r><t>xt</t></r></is></c>", 1),
        ("<c t=\"inlineStr\"><is/></c>", 1),
        ("<c t=\"inlineStr\"><v>text</v><is><t>text</t></is></c>", 1),
        ("<x:c><x:f>1</x:f><x:v>1</x:v></x:c>", 1),
        ("<c/>", 0),
        ("<c s=\"1\"></c>", 0),
        ("<c> </c>", 0),
        ("<c><v></v></c>", 0),
        ("<c><v/></c>", 0),
        ("<c t=\"s\"><v/></c>", 0),
        ("<c t=\"b\"><v/></c>", 0),
        ("<c t=\"e\"><v/></c>", 0),
        ("<c><f>1+1</f></c>", 0),
        ("<c><f t=\"shared\" si=\"0\"/><v/></c>", 0),
    ];
    for (cell, expected) in cells {
        let rows = format!("<row>{cell}</row>");
        let scan = scan(&rows);
        assert_eq!((scan.cells, scan.trouble), (expected, None), "{cell}");
        assert_eq!(parsed(&rows).len() as u64, expected, "{cell}");
    }
}

#[test]
fn what_the_parser_loses_or_changes_is_seen() {
    let lost = ["<c><v>5</v><f>2+3</f></c>", "<c t=\"inlineStr\"><v>text</v></c>", "<c t=\"s\"><is/><v></v></c>"];
    for cell in lost {
        let rows = format!("<row>{cell}</row>");
        assert_eq!((scan(&rows).cells, parsed(&rows).len()), (1, 0), "{cell}");
    }
    let changed = [
        ("<c><v>1<!-- -->2</v></c>", "the value of A1 is broken up"),
        ("<c><v>1&#48;</v></c>", "the value of A1 is broken up"),
        ("<c t=\"str\"><v><![CDATA[text]]></v></c>", "the value of A1 is broken up"),
        ("<c t=\"s\"><v> 1 </v></c>", "A1 names a shared text, but not by its number"),
        ("<c><v>1</v><v>2</v></c>", "A1 has two values"),
    ];
    for (cell, trouble) in changed {
        assert_eq!(scan(&format!("<row>{cell}</row>")).trouble.as_deref(), Some(trouble), "{cell}");
    }
}

#[test]
fn the_parser_goes_on_after_an_error_it_does_not_know() {
    let rows = "<row r=\"3\"><c r=\"B3\" s=\"4\"><v>1</v></c><c r=\"C3\" s=\"5\" t=\"e\"><f>A1</f><v>#SPILL!</v></c>\
                <c r=\"D3\" s=\"6\"><v>2</v></c><c r=\"E3\" t=\"e\"><v>#CALC!</v></c></row><row r=\"9\"><c><v>3</v></c></row>";
    let at = |row, col| At { row, col };
    let spill = || Err("#SPILL!".to_owned());
    let calc = || Err("#CALC!".to_owned());
    assert_eq!(parsed(rows), [Ok((at(2, 1), 4)), spill(), Ok((at(2, 3), 6)), calc(), Ok((at(8, 0), 0))]);
    let scan = scan(rows);
    assert_eq!((scan.cells, scan.trouble), (5, None));
    assert_eq!(scan.errors, [(at(2, 2), "#SPILL!".into()), (at(2, 4), "#CALC!".into())]);
}

#[test]
fn cells_that_the_parser_would_misplace_after_an_error_are_trouble() {
    let rows = "<row><c t=\"e\"><v>#SPILL!</v></c><c><v>2</v></c></row>";
    assert_eq!(parsed(rows), [Err("#SPILL!".into()), Ok((At { row: 0, col: 0 }, 0))]);
    assert!(scan(rows).trouble.is_some_and(|trouble| trouble.contains("error of a newer kind")));
    let known = "<row><c t=\"e\"><v>#N/A</v></c><c><v>2</v></c></row>";
    assert_eq!(scan(known).trouble, None);
}

#[test]
fn formulas_never_calculated_are_counted() {
    let rows = "<row r=\"1\"><c r=\"A1\"><f>1</f><v>1</v></c><c r=\"B1\"><f t=\"shared\" ref=\"B1:B2\" si=\"0\">2</f></c></row>\
                <row r=\"2\"><c r=\"B2\"><f t=\"shared\" si=\"0\"/><v/></c></row>";
    assert_eq!(scan(rows).uncalculated, Some((2, At { row: 0, col: 1 })));
}

#[test]
fn hidden_rows_and_columns_are_ranges() {
    let text = "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"4\" max=\"4\" width=\"0\" customWidth=\"1\"/>\
                <col min=\"6\" max=\"6\" width=\"9\"/><col min=\"9\" max=\"16384\" hidden=\"true\"/></cols><sheetData>\
                <row r=\"2\" hidden=\"true\"/><row hidden=\"1\"><c r=\"A3\"/></row><row ht=\"15\"/>\
                <row r=\"9\" ht=\"0\" customHeight=\"1\"/></sheetData></worksheet>";
    let scan = sheet::scan("S", text).expect("it is well formed");
    assert_eq!(scan.hidden_rows, Ranges::new([(1, 2), (8, 8)]));
    assert_eq!(scan.hidden_cols, Ranges::new([(1, 3), (8, 16_383)]));
    assert_eq!(scan.trouble, None);
}

#[test]
fn merged_ranges_are_told_and_must_lie_on_the_sheet() {
    let merged = |refs: &[&str]| {
        let cells = refs.join("\"/><x:mergeCell ref=\"");
        let text = format!("<a><sheetData/><mergeCells count=\"9\"><mergeCell ref=\"{cells}\"/></mergeCells></a>");
        sheet::scan("S", &text).expect("it is well formed")
    };
    let scan = merged(&["A7:B7", "C1", "C2:C2", "A9:XFD1048576"]);
    let at = |row, col| At { row, col };
    let expected = [(at(6, 0), at(6, 1)), (at(8, 0), at(1_048_575, 16_383))];
    assert_eq!(scan.merges, expected.map(|(first, last)| Merge { first, last }));
    assert_eq!(scan.trouble, None);
    for (range, trouble) in [
        ("A1:XFE1", "a merged range reaches beyond the last row or column"),
        ("A1:A99999999999", "a merged range reaches beyond the last row or column"),
        ("B2:A1", "the address of a merged range is none"),
        ("", "the address of a merged range is none"),
    ] {
        assert_eq!(merged(&[range]).trouble.as_deref(), Some(trouble), "{range}");
    }
}

#[test]
fn places_that_cannot_be_are_trouble() {
    let cases = [
        ("<row r=\"1\"><c r=\"A1\"/><c r=\"A1\"/></row>", "two cells claim A1"),
        ("<row r=\"1\"/><row r=\"1\"/>", "row 1 comes twice, or after a later one"),
        ("<row><c r=\"A99999999999\"/></row>", "a cell lies beyond the last row or column"),
        ("<row><c r=\"XFE1\"/></row>", "a cell lies beyond the last row or column"),
        ("<row><c r=\"A1048577\"/></row>", "a cell lies beyond the last row or column"),
        ("<row><c r=\"ZZZZZZZZZZZZZZZZZZZZ1\"/></row>", "a cell lies beyond the last row or column"),
        ("<row r=\"0\"/>", "the number of a row is none"),
        ("<row r=\"1\"><c r=\"1A\"/></row>", "the address of a cell is none"),
    ];
    for (rows, trouble) in cases {
        assert_eq!(scan(rows).trouble.as_deref(), Some(trouble), "{rows}");
    }
    assert_eq!(scan("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>").trouble, None);
}

fn damage(entries: &[(&str, &[u8])]) -> String {
    match scanned(Format::Xlsx, entries) {
        Err(Unreadable::Damaged(what)) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sheet_cut_in_the_middle_or_missing_is_damage() {
    let (whole, related) = (sheet_of("<row><c><v>1</v></c></row>"), xlsx_relations());
    let scan = scanned(Format::Xlsx, &xlsx(&whole, &related)).expect("it is sound");
    assert_eq!(scan.sheets.iter().map(|s| (s.name.as_str(), s.cells)).collect::<Vec<_>>(), [("Figures", 1)]);
    for cut in ["</worksheet>", "</sheetData>", "</c>"] {
        let cut = &whole[..=whole.find(cut).expect("it is there")];
        assert_eq!(damage(&xlsx(cut, &related)), "sheet `Figures` ends in the middle");
    }
    let entries = xlsx(&whole, &related);
    assert_eq!(damage(&entries[..3]), "the part of its sheet `Figures` is missing");
    assert_eq!(damage(&entries[1..]), "it does not say which part is its workbook");
}

#[test]
fn parts_are_found_wherever_the_relations_say() {
    let workbook = "<x:workbook><x:sheets><x:sheet name=\"A &amp; B\" q:id=\"a\"/><x:sheet name=\"Chart\" q:id=\"b\"/>\
                    </x:sheets></x:workbook>";
    let sheet = sheet_of("<row><c><v>1</v></c></row>");
    let comments = "<comments><comment ref=\"A1\"/></comments>";
    let scan = scanned(
        Format::Xlsx,
        &[
            ("_rels/.rels", relations(&[("rId1", "officeDocument", "/book/Main.xml")]).as_bytes()),
            ("book/main.xml", workbook.as_bytes()),
            (
                "book/_rels/Main.xml.rels",
                relations(&[("a", "worksheet", "/Data/S.xml"), ("b", "chartsheet", "c.xml")]).as_bytes(),
            ),
            ("data/s.xml", sheet.as_bytes()),
            ("data/_rels/s.xml.rels", relations(&[("r", "comments", "../data/notes.xml")]).as_bytes()),
            ("data/notes.xml", comments.as_bytes()),
        ],
    );
    let scan = scan.expect("it is sound");
    let sheets: Vec<_> = scan.sheets.iter().map(|s| (s.name.as_str(), s.cells, s.comments)).collect();
    assert_eq!((sheets, scan.hidden), (vec![("A & B", 1, 1)], vec![]));
}

#[test]
fn sheets_that_deceive_are_damage() {
    let (sheet, related) = (sheet_of(""), xlsx_relations());
    let with_workbook = |workbook: &str| {
        let mut entries = xlsx(&sheet, &related);
        entries[2].1 = workbook.as_bytes();
        damage(&entries)
    };
    let two = |a, b| {
        format!("<w><sheets><sheet name=\"{a}\" r:id=\"rId1\"/><sheet name=\"{b}\" r:id=\"rId1\"/></sheets></w>")
    };
    assert_eq!(with_workbook(&two("Figures", "FIGURES")), "two of its sheets have the same name");
    assert_eq!(with_workbook(&two("Figures", "Others")), "two of its sheets are one part");
    assert_eq!(with_workbook("<w><sheets><sheet name=\"S\"/></sheets></w>"), "its sheet `S` has no part");
    let doctype = format!("<!DOCTYPE a>{sheet}");
    assert!(damage(&xlsx(&doctype, &related)).contains("document type definition"));
}

#[test]
fn a_table_of_shared_texts_announces_what_it_can_hold() {
    let (sheet, related) = (sheet_of(""), xlsx_relations());
    let with = |count: &str| {
        let text = format!("<sst uniqueCount=\"{count}\"><si/></sst>");
        let mut entries = xlsx(&sheet, &related);
        entries.push(("xl/sharedStrings.xml", text.as_bytes()));
        scanned(Format::Xlsx, &entries).map(|scan| scan.sheets.len())
    };
    for count in ["18446744073709551615", "1000000000000", "1048577"] {
        let message = "its table of shared texts announces more of them than it has room for";
        assert_eq!(with(count), Err(Unreadable::Damaged(message.into())), "{count}");
    }
    // Wrong, and harmless.
    assert_eq!(with("1000"), Ok(1));
}

#[test]
fn depth_and_crowds_of_attributes_take_linear_time() {
    let deep = format!("<a>{}{}</a>", "<b>".repeat(500_000), "</b>".repeat(500_000));
    assert!(sheet::scan("S", &deep).is_ok());
    let attributes = " a=\"\"".repeat(100_000);
    assert_eq!(scan(&format!("<row><c{attributes}><v>1</v></c></row>")).cells, 1);
}

proptest! {
    #[test]
    fn nothing_makes_the_scan_panic(edits in prop::collection::vec((any::<prop::sample::Index>(), "[<>/&\"'=a-z0-9! \\PC]{0,3}"), 0..6)) {
        let mut text = sheet_of("<row r=\"1\"><c r=\"A1\" t=\"s\"><f>1</f><v>0</v></c><c><is><t>é</t></is></c></row>");
        for (at, edit) in edits {
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let Some(&at) = ends.get(at.index(ends.len().max(1))) else { continue };
            text.replace_range(at.., &format!("{edit}{}", text[at..].chars().skip(1).collect::<String>()));
        }
        let _ = sheet::scan("S", &text);
    }
}
