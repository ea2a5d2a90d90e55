//! Web pages and the XML of 2003 under the name of a workbook: good ones, and what deceives in them.

use super::{Hostile, MARKER, NOTHING, REFUSED, TABLE, WHOLE};

pub(super) const FILES: &[Hostile] = &[
    Hostile {
        name: "page.xls",
        hazard: "a web page, as reporting systems name it",
        bytes: || page(&rows("")).into_bytes(),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "page cut off.xls",
        hazard: "a page that ends within its table",
        bytes: || {
            let page = page(&rows(""));
            let end = page.find("<td>7").expect("the table holds it");
            page[..end].into()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "page with scripts.xls",
        hazard: "scripts and pictures that would call out, and a label that is one",
        bytes: || {
            let script =
                format!("<script>document.write('<td>{MARKER}</td>')</script><img src=\"http://localhost/x\">");
            let label = "<tr><td>&lt;img src=x onerror=alert(2)&gt;</td><td>4</td></tr>";
            (script + &page(&rows(label))).into_bytes()
        },
        finds: "unmapped-label",
        loads: &["B2=3", "B3=5", "B4=7", "B5=4"],
    },
    Hostile {
        name: "page with hidden cells.xls",
        hazard: "cells that the page does not show",
        bytes: || {
            page(&rows(&format!("<tr><td>Total</td><td>15</td><td style='display:none'>{MARKER}</td></tr>"))).into()
        },
        finds: "hidden-content",
        loads: &["B2=3", "B3=5", "B4=7", "B5=15"],
    },
    Hostile {
        name: "page with a hidden row.xls",
        hazard: "a row within the table that the page does not show",
        bytes: || {
            let row = format!("<tr style='display:none'><td>{MARKER}</td><td>999</td></tr>");
            page(&rows("").replacen("<tr><td>Caution", &(row + "<tr><td>Caution"), 1)).into_bytes()
        },
        finds: "hidden-content;table-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "page of vast spans.xls",
        hazard: "cells that span 65,534 rows and 1,000 columns, one after another",
        bytes: || {
            let cell = "<td rowspan=65534 colspan=1000>1</td>".repeat(40);
            page(&rows(&format!("<tr>{cell}</tr>"))).into_bytes()
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "deep page.xls",
        hazard: "a million elements, one in the other",
        bytes: || page(&(rows("") + &format!("<tr><td>{}</td></tr>", "<div>".repeat(1_000_000)))).into_bytes(),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "tables in tables.xls",
        hazard: "10,000 tables, one in the other, which is no page that anybody made",
        bytes: || {
            let inner = "<table><tr><td>".repeat(10_000) + &"</td></tr></table>".repeat(10_000);
            page(&(rows("") + &format!("<tr><td>{inner}</td></tr>"))).into_bytes()
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "frames.xls",
        hazard: "a page of a workbook of several sheets, whose tables lie in files that were not sent",
        bytes: || b"<html><frameset rows=\"*\"><frame src=\"book_files/sheet001.htm\"></frameset></html>".to_vec(),
        finds: "file-unreadable|not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "xml.xls",
        hazard: "the XML of 2003, as reporting systems name it",
        bytes: || xml("", &xml_rows(&xml_number("3"))).into_bytes(),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "xml cut off.xls",
        hazard: "XML that ends within its table",
        bytes: || {
            let xml = xml("", &xml_rows(&xml_number("3")));
            let end = xml.find("<Cell><Data ss:Type=\"Number\">7").expect("the table holds it");
            xml[..end].into()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "xml cut behind the table.xls",
        hazard: "XML that ends behind the first of two sheets",
        bytes: || {
            let xml = xml("", &xml_rows(&xml_number("3")));
            xml.trim_end_matches("</Workbook>").into()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "xml laughs.xls",
        hazard: "entities that would expand to a billion words",
        bytes: || {
            let entities = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"#;
            xml(entities, &xml_rows("<Cell><Data ss:Type=\"String\">&b;</Data></Cell>")).into_bytes()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "xml not a number.xls",
        hazard: "NaN as a count",
        bytes: || xml("", &xml_rows(&xml_number("NaN"))).into_bytes(),
        finds: "error-cell|file-unreadable|value-set-aside",
        loads: &["B3=5", "B4=7"],
    },
    Hostile {
        name: "xml far away.xls",
        hazard: "a cell in row 4,294,967,295",
        bytes: || {
            let row = format!("<Row ss:Index=\"4294967295\">{}</Row>", xml_number("11"));
            xml("", &(xml_rows(&xml_number("3")) + &row)).into_bytes()
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "xml two rows of one number.xls",
        hazard: "a row that claims the place of one above",
        bytes: || {
            let row = format!("<Row ss:Index=\"2\">{}{}</Row>", xml_number("1"), xml_number("999"));
            xml("", &(xml_rows(&xml_number("3")) + &row)).into_bytes()
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "xml with a hidden sheet.xls",
        hazard: "a hidden sheet, a hidden column beside the table and a comment",
        bytes: || {
            let options = "<WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>SheetHidden</Visible></WorksheetOptions>";
            let cell = format!("<Cell><Data ss:Type=\"String\">{MARKER}</Data></Cell>");
            let hidden = format!(
                "<Worksheet ss:Name=\"Working\"><Table><Row>{cell}</Row></Table>{options}</Worksheet></Workbook>"
            );
            let comment = format!("<Comment><Data>{MARKER}</Data></Comment></Cell>");
            let rows = xml_rows(&xml_number("3").replace("</Cell>", &comment));
            let beside = format!(
                "<Row ss:Index=\"6\"><Cell ss:Index=\"5\"><Data ss:Type=\"String\">{MARKER}</Data></Cell></Row>"
            );
            let column = "<Column ss:Index=\"5\" ss:Hidden=\"1\"/>";
            xml("", &(column.to_owned() + &rows + &beside)).replace("</Workbook>", &hidden).into_bytes()
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
];

fn rows(last: &str) -> String {
    let row = |(label, count)| format!("<tr><td>{label}</td><td>{count}</td></tr>");
    TABLE.into_iter().map(row).collect::<String>() + last
}

fn page(rows: &str) -> String {
    format!("<html><head><title>x</title></head><body><table>{rows}</table></body></html>")
}

fn xml_number(number: &str) -> String {
    format!("<Cell><Data ss:Type=\"Number\">{number}</Data></Cell>")
}

/// The rows of the table, with this for its first count.
fn xml_rows(first_count: &str) -> String {
    let words = |text: &str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let mut out = Vec::new();
    for (at, (label, count)) in (0..).zip(TABLE) {
        let count = match at {
            0 => words(count),
            1 => first_count.to_owned(),
            _ => xml_number(count),
        };
        out.push(format!("<Row>{}{count}</Row>", words(label)));
    }
    out.concat()
}

fn xml(declarations: &str, rows: &str) -> String {
    let space = "urn:schemas-microsoft-com:office:spreadsheet";
    format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>{declarations}<Workbook xmlns=\"{space}\" xmlns:ss=\"{space}\"><Worksheet ss:Name=\"Sheet1\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
}
