//! .ods workbooks: XML that ends too early, repeats too often, or is not what the parser expects.

use super::zipped::{Part, part, zipped};
use super::{Hostile, MARKER, NOTHING, REFUSED, TABLE, WHOLE, WITHOUT_FIRST};

pub(super) const FILES: &[Hostile] = &[
    Hostile {
        name: "plain.ods",
        hazard: "nothing: the workbook that the others here are changed from",
        bytes: || book("", &sheet("Sheet1", "", &rows(&number("3")))),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "white space.ods",
        hazard: "written by SheetJS: the parser refuses the white space between its cells",
        bytes: || include_bytes!("files/white space.ods").to_vec(),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "cut in the table.ods",
        hazard: "content that ends inside a table: the parser looks for its end for ever",
        bytes: || cut("</table:table-row><table:table-row><table:table-cell office:value-type=\"string\"><text:p>No"),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "cut after the table.ods",
        hazard: "content that ends after the first of two tables: the parser gives one sheet and says nothing",
        bytes: || {
            let tables = sheet("Sheet1", "", &rows(&number("3"))) + &sheet("Sheet2", "", &rows(&number("30")));
            let content = content("", &tables);
            let end = content.find("</table:table>").expect("there are two tables") + "</table:table>".len();
            around(&content[..end], &[])
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "repeated cells.ods",
        hazard: "one cell repeated 16,384 times, in a row repeated a million times",
        bytes: || {
            let cell =
                number("3").replace("<table:table-cell", r#"<table:table-cell table:number-columns-repeated="16384""#);
            let row = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
            book("", &sheet("Sheet1", "", &(rows(&number("3")) + &row)))
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "repeated too often.ods",
        hazard: "an empty row repeated so often that row numbers run over",
        bytes: || {
            let row =
                r#"<table:table-row table:number-rows-repeated="4294967295"><table:table-cell/></table:table-row>"#;
            book("", &sheet("Sheet1", "", &(row.repeat(2) + &rows(&number("3")))))
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "repeated empty tail.ods",
        hazard: "a million empty rows below the table, as programs write them: no harm in it",
        bytes: || {
            let cell = r#"<table:table-cell table:number-columns-repeated="16384"/>"#;
            let row = format!(r#"<table:table-row table:number-rows-repeated="1048572">{cell}</table:table-row>"#);
            book("", &sheet("Sheet1", "", &(rows(&number("3")) + &row)))
        },
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "repeated negatively.ods",
        hazard: "a cell repeated minus one times",
        bytes: || {
            let cell =
                number("3").replace("<table:table-cell", r#"<table:table-cell table:number-columns-repeated="-1""#);
            book("", &sheet("Sheet1", "", &rows(&cell)))
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "errors.ods",
        hazard: "an error instead of a count, which this format keeps as text",
        bytes: || {
            let cell = r#"<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>"#;
            book("", &sheet("Sheet1", "", &rows(cell)))
        },
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "not a number.ods",
        hazard: "NaN as a count",
        bytes: || book("", &sheet("Sheet1", "", &rows(&number("NaN")))),
        finds: "error-cell|file-unreadable",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "billion laughs.ods",
        hazard: "entities that would expand to a billion words",
        bytes: || {
            let first = r#"<!ENTITY l0 "lol">"#.to_owned();
            let more = |xml: String, n| xml + &format!(r#"<!ENTITY l{n} "{}">"#, format!("&l{};", n - 1).repeat(10));
            let laughs = (1..10).fold(first, more);
            let content = content("", &sheet("Sheet1", "", &rows(&words("&l9;"))));
            let (head, body) = content.split_once("?>").expect("it begins with a declaration");
            around(&format!("{head}?><!DOCTYPE x [{laughs}]>{body}"), &[])
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "locked.ods",
        hazard: "a workbook under a password",
        bytes: || {
            let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="900"><manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA"/></manifest:file-entry></manifest:manifest>"#;
            let noise: Vec<u8> = (0..900_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24).to_le_bytes()[0]).collect();
            zipped(&[part("mimetype", MIMETYPE), part("content.xml", noise), part("META-INF/manifest.xml", manifest)])
        },
        finds: "file-locked",
        loads: NOTHING,
    },
    Hostile {
        name: "hidden sheet.ods",
        hazard: "a hidden sheet",
        bytes: || {
            let style = r#"<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>"#;
            let tables = sheet("Sheet1", "", &rows(&number("3"))) + &sheet("Working", "gone", &one_cell(0));
            book(style, &tables)
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "hidden column.ods",
        hazard: "a hidden column beside the table",
        bytes: || {
            let columns = r#"<table:table-column table:number-columns-repeated="4"/><table:table-column table:visibility="collapse"/>"#;
            book("", &sheet("Sheet1", "", &(columns.to_owned() + &rows(&number("3")) + &one_cell(4))))
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "filtered row across the table.ods",
        hazard: "a row that a filter hides within the table",
        bytes: || {
            let row = rows(&number("3")).replacen(
                "</table:table-row><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Caution",
                "</table:table-row><table:table-row table:visibility=\"filter\"><table:table-cell office:value-type=\"string\"><text:p>Caution",
                1,
            );
            book("", &sheet("Sheet1", "", &row))
        },
        finds: "hidden-content;table-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "comment.ods",
        hazard: "a comment on a count, whose words a reader may take for those of the cell",
        bytes: || {
            let note = format!(
                "<office:annotation><dc:creator>{MARKER}</dc:creator><text:p>{MARKER}</text:p></office:annotation>"
            );
            let cell = number("3").replace("<text:p>", &format!("{note}<text:p>"));
            book("", &sheet("Sheet1", "", &rows(&cell)))
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "embedded and scripted.ods",
        hazard: "another document inside, macros, and who wrote it",
        bytes: || {
            let meta = format!(
                r#"<?xml version="1.0"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:creator>{MARKER}</dc:creator></office:meta></office:document-meta>"#
            );
            let inner = content("", &sheet("Inner", "", &one_cell(0)));
            let content = content("", &sheet("Sheet1", "", &rows(&number("3"))));
            around(
                &content,
                &[
                    part("Object 1/content.xml", inner),
                    part("Basic/Standard/Module1.xml", format!("<x>{MARKER}</x>")),
                    part("meta.xml", meta),
                ],
            )
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
];

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn words(text: &str) -> String {
    format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
}

fn number(number: &str) -> String {
    format!(
        r#"<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
    )
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

/// The rows of the table, with this for its first count.
fn rows(first_count: &str) -> String {
    let mut out = String::new();
    for (at, (label, count)) in (0..).zip(TABLE) {
        let count = match at {
            0 => words(count),
            1 => first_count.to_owned(),
            _ => number(count),
        };
        out.push_str(&row(&(words(label) + &count)));
    }
    out
}

/// An empty row, and one with the marker in this column.
fn one_cell(col: usize) -> String {
    row("<table:table-cell/>") + &row(&("<table:table-cell/>".repeat(col) + &words(MARKER)))
}

fn sheet(name: &str, style: &str, rows: &str) -> String {
    let style = if style.is_empty() { String::new() } else { format!(r#" table:style-name="{style}""#) };
    format!(r#"<table:table table:name="{name}"{style}>{rows}</table:table>"#)
}

fn content(styles: &str, tables: &str) -> String {
    let spaces = ["office", "table", "text", "style"]
        .map(|space| format!(r#" xmlns:{space}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0""#))
        .concat();
    let calc = r#" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/""#;
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}{calc} office:version="1.3"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    )
}

fn book(styles: &str, tables: &str) -> Vec<u8> {
    around(&content(styles, tables), &[])
}

/// A package of this content and these parts.
fn around(content: &str, more: &[Part]) -> Vec<u8> {
    let manifest = format!(
        r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/></manifest:manifest>"#
    );
    let mut parts =
        vec![part("mimetype", MIMETYPE), part("content.xml", content), part("META-INF/manifest.xml", manifest)];
    parts.extend_from_slice(more);
    zipped(&parts)
}

/// Content that ends at this text.
fn cut(at: &str) -> Vec<u8> {
    let content = content("", &sheet("Sheet1", "", &rows(&number("3"))));
    let end = content.find(at).expect("the table holds it") + at.len();
    around(&content[..end], &[])
}
