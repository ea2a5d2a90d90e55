//! Small documents, and what is seen of them.

use std::io::{Cursor, Write};

use calamine::{Ods, Reader as _};
use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::SheetScan;
use super::*;
use crate::config::Limits;
use crate::model::hidden::Ranges;
use crate::model::merges::Merge;
use crate::model::place::At;

const LIMITS: Limits = Limits {
    cells_per_sheet: 1000,
    bytes_per_file: 1 << 20,
    entries_per_file: 100,
    inflated_bytes_per_file: 1 << 20,
    inflation_ratio: 200,
};

fn file(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let usual = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest></manifest:manifest>"),
    ];
    for (name, text) in usual.iter().chain(parts) {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory takes it");
        writer.write_all(text.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

fn document(tables: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    )
}

fn scanned(parts: &[(&str, &str)]) -> Result<Scan, Unreadable> {
    let bytes = file(parts);
    scan(&mut Package::open(&bytes, &LIMITS).expect("the zip is sound"))
}

fn content(xml: &str) -> Result<Scan, Unreadable> {
    scanned(&[("content.xml", xml)])
}

/// What is seen of one sheet with these rows, and how many cells the parser sees.
fn both(rows: &str) -> (SheetScan, u64) {
    let xml = document(&format!("<table:table table:name=\"One\">{rows}</table:table>"));
    let mut parsed = Ods::new(Cursor::new(file(&[("content.xml", &xml)]))).expect("the parser takes it");
    let range = parsed.worksheet_range("One").expect("the sheet is there");
    (content(&xml).expect("it is sound").sheets.remove(0), range.used_cells().count() as u64)
}

fn seen(rows: &str) -> SheetScan {
    let (seen, parsed) = both(rows);
    assert_eq!(seen.cells, parsed, "the parser agrees");
    seen
}

fn damage(xml: &str) -> String {
    match content(xml) {
        Err(Unreadable::Damaged(what)) => what,
        other => panic!("{other:?}"),
    }
}

const NUMBER: &str =
    "<table:table-cell office:value-type=\"float\" office:value=\"5\"><text:p>5</text:p></table:table-cell>";

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

#[test]
fn cells_count_as_often_as_they_and_their_rows_are_repeated() {
    let repeated = NUMBER.replacen("cell ", "cell table:number-columns-repeated=\"3\" ", 1);
    let empty = "<table:table-cell table:number-columns-repeated=\"16000\"/>";
    let rows = [
        format!("<table:table-header-rows>{}</table:table-header-rows>", row(NUMBER)),
        "<table:table-row table:number-rows-repeated=\"4\"><table:table-cell/></table:table-row>".into(),
        format!("<table:table-row table:number-rows-repeated=\"2\">{repeated}{empty}</table:table-row>"),
        format!("<table:table-row table:number-rows-repeated=\"1048000\">{empty}</table:table-row>"),
    ];
    let found = seen(&rows.concat());
    assert_eq!((found.cells, found.trouble), (7, None));
}

#[test]
fn every_kind_of_value_counts_and_comments_do_not() {
    let note = "<office:annotation><dc:creator>J</dc:creator><text:p>a note</text:p></office:annotation>";
    let found = seen(&row(&format!(
        "{}<table:table-cell office:value-type=\"string\">{note}<text:p>a <text:span>text</text:span></text:p></table:table-cell>\
         <table:table-cell>{note}</table:table-cell>\
         <table:table-cell office:value-type=\"string\"/>\
         <table:table-cell office:value-type=\"date\" office:date-value=\"2020-01-01\"><text:p>1 Jan</text:p></table:table-cell>\
         <table:covered-table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>\
         <table:table-cell><draw:frame><draw:text-box><text:p>drawn</text:p></draw:text-box></draw:frame></table:table-cell>\
         <table:table-cell office:value-type=\"string\" office:string-value=\"\"/>",
        NUMBER.replacen("<text:p>", &format!("{note}<text:p>"), 1)
    )));
    assert_eq!((found.cells, found.comments), (6, 3));
}

#[test]
fn text_without_a_value_is_what_the_parser_loses() {
    let (found, parsed) = both(&row("<table:table-cell><text:p> 12 </text:p></table:table-cell>\
         <table:table-cell><text:p>  </text:p></table:table-cell><table:table-cell><text:p>&amp;</text:p></table:table-cell>"));
    assert_eq!((found.cells, parsed), (2, 0));
}

#[test]
fn errors_are_found_whatever_value_was_written_for_them() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell table:formula=\"of:=A1\" {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let found = seen(&row(&[
        cell("office:value-type=\"float\" office:value=\"0\"", "#DIV/0!"),
        cell("office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"", "Err:502"),
        cell("office:value-type=\"string\" calcext:value-type=\"error\"", "#WERT! J. Smith"),
        cell("office:value-type=\"string\"", "Err:oneous"),
        cell("table:number-columns-repeated=\"2\" office:value-type=\"string\"", "#N/A"),
    ]
    .concat()));
    let expected = [(0, "#DIV/0!"), (1, "Err:502"), (2, "error"), (4, "#N/A"), (5, "#N/A")];
    assert_eq!(found.errors, expected.map(|(col, name)| (At { row: 0, col }, name.into())));
}

#[test]
fn formulas_never_calculated_and_percentages_are_told() {
    let found = seen(
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/>\
         <table:table-cell table:formula=\"of:=1\"/><table:table-cell table:formula=\"of:=1\" office:value-type=\"float\"/>\
         <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"percentage\" office:value=\"0.5\">\
         <text:p>50%</text:p></table:table-cell></table:table-row>",
    );
    assert_eq!(found.uncalculated, Some((4, At { row: 0, col: 1 })));
    let expected = [(0, 3), (0, 4), (1, 3), (1, 4)].map(|(row, col)| (At { row, col }, "50%".into()));
    assert_eq!(found.shown, expected.into());
}

#[test]
fn what_is_shown_in_place_of_a_number_or_a_date_is_told() {
    let cell = |kind: &str, value: &str, text: &str| {
        let attribute = if kind == "date" { "date-value" } else { "value" };
        format!(
            "<table:table-cell office:value-type=\"{kind}\" office:{attribute}=\"{value}\">{text}</table:table-cell>"
        )
    };
    let cases = [
        ("float", "3", "<text:p>&lt;5</text:p>", Some("<5")),
        ("float", "3", "<text:p>&#60;5</text:p>", Some("<5")),
        ("float", "0", "<text:p> - </text:p>", Some("-")),
        ("float", "3", "<text:p/>", Some("")),
        ("float", "3", "<text:p></text:p>", Some("")),
        ("float", "3", "", None),
        ("float", "3", "<text:p><text:span>3</text:span></text:p>", None),
        ("float", "3", "<office:annotation><text:p>note</text:p></office:annotation><text:p>3</text:p>", None),
        ("float", "1234.5", "<text:p>1,234.50</text:p>", None),
        ("float", "0", "<text:p>#REF!</text:p>", None),
        ("float", "0.25", "<text:p>25%</text:p>", Some("25%")),
        ("currency", "3", "<text:p>£3.00</text:p>", None),
        ("percentage", "0.25", "<text:p>25%</text:p>", Some("25%")),
        ("percentage", "0.25", "<text:p>0.25</text:p>", Some("25%")),
        ("percentage", "0.25", "", Some("25%")),
        ("percentage", "0.03", "<text:p>&lt;5%</text:p>", Some("<5%")),
        ("date", "2019-12-19", "<text:p>19/12/2019</text:p>", None),
        ("date", "2019-10-19", "<text:p>Oct-19</text:p>", Some("Oct-19")),
        ("date", "2019-10-19", "<text:p/>", Some("")),
        ("date", "2019-10-19", "", None),
    ];
    let found = seen(&row(&cases.map(|(kind, value, text, _)| cell(kind, value, text)).concat()));
    for (col, case) in (0..).zip(cases) {
        let shown = found.shown.get(&At { row: 0, col }).map(|text| &**text);
        assert_eq!(shown, case.3, "{case:?}");
    }
}

#[test]
fn merged_ranges_are_told_as_often_as_they_are_repeated() {
    let merged = |rows: u32, cols: u32, repeated: u32| {
        format!(
            "<table:table-cell table:number-rows-spanned=\"{rows}\" table:number-columns-spanned=\"{cols}\" \
             table:number-columns-repeated=\"{repeated}\"/>"
        )
    };
    let at = |row, col| At { row, col };
    let found = seen(&format!(
        "{}<table:table-row table:number-rows-repeated=\"2\">{}</table:table-row>{}",
        row(&[merged(1, 1, 1), merged(2, 3, 1), merged(0, 1, 2), merged(2, 1, 2)].concat()),
        merged(1, 2, 1),
        row(&merged(9_999_999, 99_999, 1)),
    ));
    let expected = [
        (at(0, 1), at(1, 3)),
        (at(0, 4), at(1, 4)),
        (at(0, 5), at(1, 5)),
        (at(1, 0), at(1, 1)),
        (at(2, 0), at(2, 1)),
        (at(3, 0), at(1_048_575, 16_383)),
    ];
    assert_eq!(found.merges, expected.map(|(first, last)| Merge { first, last }));
    let crowd =
        format!("<table:table-row table:number-rows-repeated=\"1000001\">{}</table:table-row>", merged(1, 2, 1));
    assert!(both(&crowd).0.trouble.is_some_and(|trouble| trouble.contains("merged ranges")));
}

#[test]
fn hidden_rows_and_columns_are_found_alone_and_in_groups() {
    let found = seen(&format!(
        "<table:table-column table:number-columns-repeated=\"2\"/>\
         <table:table-column-group table:display=\"false\"><table:table-columns><table:table-column/></table:table-columns>\
         </table:table-column-group>\
         <table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"16381\"/>{}\
         <table:table-row table:visibility=\"filter\" table:number-rows-repeated=\"3\">{NUMBER}</table:table-row>\
         <table:table-row-group><table:table-row-group table:display=\"false\">{}</table:table-row-group></table:table-row-group>\
         {}<table:table-row table:visibility=\"collapse\" table:number-rows-repeated=\"9999999\"/>",
        row(NUMBER),
        row(NUMBER),
        row(NUMBER)
    ));
    assert_eq!(
        (found.hidden_rows, found.hidden_cols),
        (Ranges::new([(1, 4), (6, 1_048_575)]), Ranges::new([(2, 16_383)]))
    );
}

#[test]
fn cells_that_cannot_be_are_trouble() {
    let beyond = format!("<table:table-row table:number-rows-repeated=\"1048576\"/>{}", row(NUMBER));
    let beside = row(&format!("<table:table-cell table:number-columns-repeated=\"16384\"/>{NUMBER}"));
    let repeated = NUMBER.replacen("cell ", "cell table:number-columns-repeated=\"16384\" ", 1);
    let crowd = format!("<table:table-row table:number-rows-repeated=\"99999\">{repeated}</table:table-row>");
    let errors =
        row("<table:table-cell table:number-columns-repeated=\"9999\"><text:p>#REF!</text:p></table:table-cell>");
    let errors = errors.replacen("row>", "row table:number-rows-repeated=\"101\">", 1);
    let nested = row(&format!("<table:table-cell><table:table>{}</table:table></table:table-cell>", row(NUMBER)));
    for (rows, why) in [
        (beyond, "beyond"),
        (beside, "beyond"),
        (crowd, "100 million"),
        (errors, "errors"),
        (nested, "a table of its own"),
    ] {
        let xml = document(&format!("<table:table table:name=\"One\">{rows}</table:table>"));
        let trouble = content(&xml).expect("it is well formed").sheets.remove(0).trouble.expect("it is seen");
        assert!(trouble.contains(why), "{trouble}");
    }
}

#[test]
fn a_part_cut_anywhere_is_damaged() {
    let one = format!("<table:table table:name=\"O&amp;e\">{}</table:table>", row(NUMBER));
    let whole = document(&format!("{one}\n{}", one.replace("O&amp;e", "Two")));
    let names = |scan: Scan| scan.sheets.into_iter().map(|sheet| sheet.name).collect::<Vec<_>>();
    assert_eq!(content(&whole).map(names), Ok(vec!["O&e".into(), "Two".into()]));
    for end in 0..whole.len() {
        let what = damage(&whole[..end]);
        assert!(
            ["content.xml ends in the middle", "content.xml is not well formed"].contains(&&*what),
            "{end}: {what}"
        );
    }
    for (from, to, why) in [
        ("Two", "O&amp;e", "two of its sheets have the same name"),
        ("</office:body>", "</office:bodi>", "content.xml is not well formed"),
        ("<office:document", "<!DOCTYPE a><office:document", "content.xml declares entities of its own"),
        ("office:spreadsheet", "office:text", "content.xml holds no spreadsheet"),
        ("table:name=", "table:nom=", "a sheet of it has no name"),
        ("<text:p>", "<text:p", "content.xml is not well formed"),
    ] {
        assert_eq!(damage(&whole.replace(from, to)), why);
    }
    assert_eq!(damage(&format!("{whole}<again/>")), "content.xml is not well formed");
    assert!(
        damage(&whole.replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"0\">"))
            .contains("times")
    );
    assert_eq!(scanned(&[]), Err(Unreadable::Damaged("it has no content.xml".into())));
}

#[test]
fn white_space_between_cells_is_no_damage() {
    let xml =
        document(&format!("\n<table:table table:name=\"One\">\n{}\n</table:table>\n", row(&format!("\n {NUMBER}\n"))));
    assert_eq!(content(&xml).expect("it is sound").sheets[0].cells, 1);
}

#[test]
fn what_the_whole_file_hides_is_counted() {
    let linked = "<table:table table:name=\"One\"><table:table-source xlink:href=\"a.ods\"/></table:table>\
                  <table:table table:name=\"'file:///a.ods'#$One\"/>";
    let scan = scanned(&[
        ("content.xml", &document(linked)),
        ("Object 1/content.xml", "<office:document-content><office:chart/></office:document-content>"),
        ("Object 2/content.xml", "<office:document-content><office:spreadsheet/></office:document-content>"),
        ("Object 3", "of another program"),
        ("Basic/Standard/script-lb.xml", "<library/>"),
        ("Basic/Standard/Module1.xml", "<module/>"),
        ("Scripts/python/a.py", "pass"),
        ("meta.xml", "<m><meta:initial-creator>J. Smith</meta:initial-creator><dc:creator>openpyxl</dc:creator></m>"),
    ])
    .expect("it is sound");
    let found: Vec<String> = scan.hidden.iter().map(ToString::to_string).collect();
    let expected = [
        "2 links to other workbooks (content.xml)",
        "2 embedded objects",
        "1 part with macros (Basic)",
        "1 part with macros (Scripts)",
        "1 document property that names a person (meta.xml)",
    ];
    assert_eq!(found, expected);
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        repeats in any::<u64>(),
    ) {
        let cell = NUMBER.replacen("cell ", &format!("cell table:number-columns-repeated=\"{repeats}\" "), 1);
        let rows = format!("<table:table-row table:number-rows-repeated=\"{repeats}\">{cell}{NUMBER}</table:table-row>");
        let mut bytes = document(&format!("<table:table table:name=\"One\">{rows}{rows}</table:table>")).into_bytes();
        let _ = content::read(&bytes);
        for (at, byte) in &edits {
            *at.get_mut(&mut bytes) = *byte;
        }
        let _ = content::read(&bytes);
        let _ = content::read(&bytes[..cut.index(bytes.len())]);
    }
}
