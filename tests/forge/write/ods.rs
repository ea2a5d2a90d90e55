//! ods: an `OpenDocument` package with the least it needs. No white space between elements, which
//! some readers take for content.

use super::package::{Part, zipped};
use crate::book::{Book, Grid, Merge, Sheet, Value};
use anyhow::{Result, bail};
use std::fmt::Write;

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

pub fn bytes(book: &Book) -> Result<Vec<u8>> {
    let manifest = format!(
        concat!(
            r#"{xml}<manifest:manifest"#,
            r#" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0""#,
            r#" manifest:version="1.3">"#,
            r#"<manifest:file-entry manifest:full-path="/" manifest:version="1.3""#,
            r#" manifest:media-type="{mimetype}"/>"#,
            r#"<manifest:file-entry manifest:full-path="content.xml""#,
            r#" manifest:media-type="text/xml"/></manifest:manifest>"#,
        ),
        xml = XML,
        mimetype = MIMETYPE,
    );
    zipped(&[
        // First and uncompressed: the file is known by these bytes at a fixed place.
        Part::new("mimetype", MIMETYPE).stored(),
        Part::new("content.xml", content(book)?),
        Part::new("META-INF/manifest.xml", manifest),
    ])
}

fn content(book: &Book) -> Result<String> {
    let mut xml = format!(
        concat!(
            r#"{xml}<office:document-content"#,
            r#" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0""#,
            r#" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0""#,
            r#" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0""#,
            r#" office:version="1.3"><office:body><office:spreadsheet>"#,
        ),
        xml = XML,
    );
    for sheet in &book.sheets {
        write_table(&mut xml, sheet)?;
    }
    xml.push_str("</office:spreadsheet></office:body></office:document-content>");
    Ok(xml)
}

fn write_table(xml: &mut String, sheet: &Sheet) -> Result<()> {
    let (height, width) = (sheet.grid.height(), sheet.grid.width());
    write!(xml, r#"<table:table table:name="{}">"#, escaped(&sheet.name))?;
    write!(xml, r#"<table:table-column table:number-columns-repeated="{}"/>"#, width.max(1))?;
    for row in 0..height {
        xml.push_str("<table:table-row>");
        for column in 0..width {
            write_cell(xml, &sheet.grid, row, column)?;
        }
        xml.push_str("</table:table-row>");
    }
    xml.push_str("</table:table>");
    Ok(())
}

fn write_cell(xml: &mut String, grid: &Grid, row: u32, column: u16) -> Result<()> {
    let merge = grid.merges().iter().find(|merge| merge.covers(row, column));
    let is_first = |merge: &Merge| (merge.first_row, merge.first_column) == (row, column);
    let spans = match merge {
        Some(merge) if is_first(merge) => format!(
            r#" table:number-columns-spanned="{}" table:number-rows-spanned="{}""#,
            merge.columns(),
            merge.rows(),
        ),
        Some(_) => {
            xml.push_str("<table:covered-table-cell/>");
            return Ok(());
        }
        None => String::new(),
    };
    match grid.get(row, column) {
        None | Some(Value::Blank) => write!(xml, "<table:table-cell{spans}/>")?,
        Some(Value::Number(number)) => write!(
            xml,
            concat!(
                r#"<table:table-cell{spans} office:value-type="float" office:value="{number}">"#,
                "<text:p>{number}</text:p></table:table-cell>",
            ),
            spans = spans,
            number = number,
        )?,
        Some(Value::Text(text)) => {
            write!(
                xml,
                concat!(
                    r#"<table:table-cell{spans} office:value-type="string">"#,
                    "<text:p>{text}</text:p></table:table-cell>",
                ),
                spans = spans,
                text = spaced(&escaped(text)),
            )?;
        }
        Some(Value::Month { .. }) => bail!("the ods writer has no dates yet"),
    }
    Ok(())
}

/// XML readers of this format fold runs of spaces into one, and drop those at the ends: an element stands for them.
fn spaced(text: &str) -> String {
    let inner = text.trim_matches(' ');
    let element = |spaces: usize| if spaces == 0 { String::new() } else { format!(r#"<text:s text:c="{spaces}"/>"#) };
    let before = text.len() - text.trim_start_matches(' ').len();
    let after = text.len() - before - inner.len();
    let parts: Vec<&str> = inner.split("  ").collect();
    format!("{}{}{}", element(before), parts.join(r#" <text:s text:c="1"/>"#), element(after))
}

/// Text for an XML attribute or element.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
