//! An .xlsx workbook written part by part, so that a file can be wrong in one place and right in all others.

use super::zipped::{Part, part, stored, zipped};
use super::{MARKER, TABLE};

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A workbook in the making.
pub(super) struct Book {
    /// Attributes of each sheet, its name among them, and its part if it has one.
    sheets: Vec<(String, Option<String>)>,
    /// What stands in the workbook before and after its sheets.
    around_sheets: [String; 2],
    /// Kind and target of what the workbook points to besides its sheets.
    relations: Vec<(String, String)>,
    parts: Vec<Part>,
}

impl Book {
    /// A workbook of one sheet with these rows.
    pub(super) fn of(rows: &str) -> Self {
        Self::empty().sheet(r#"name="Sheet1""#, &worksheet("", rows, ""))
    }

    pub(super) fn empty() -> Self {
        Self { sheets: Vec::new(), around_sheets: <[String; 2]>::default(), relations: Vec::new(), parts: Vec::new() }
    }

    /// Adds a sheet: attributes in the workbook, and the whole text of its part.
    pub(super) fn sheet(mut self, attributes: &str, xml: &str) -> Self {
        self.sheets.push((attributes.to_owned(), Some(xml.to_owned())));
        self
    }

    /// Adds a sheet to the list whose part is not there.
    pub(super) fn sheet_without_part(mut self, attributes: &str) -> Self {
        self.sheets.push((attributes.to_owned(), None));
        self
    }

    pub(super) fn before_sheets(mut self, xml: &str) -> Self {
        self.around_sheets[0].push_str(xml);
        self
    }

    pub(super) fn after_sheets(mut self, xml: &str) -> Self {
        self.around_sheets[1].push_str(xml);
        self
    }

    pub(super) fn part(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.parts.push(part(name, bytes));
        self
    }

    /// Adds a part that the workbook points to. The first is `r1`, then `r2` and so on.
    pub(super) fn related(mut self, kind: &str, target: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.relations.push((kind.to_owned(), target.to_owned()));
        self.part(&format!("xl/{target}"), bytes)
    }

    /// Adds a part that the first sheet points to.
    pub(super) fn of_first_sheet(self, kind: &str, target: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let name = format!("xl/{}", target.trim_start_matches("../"));
        let relation = relationships(&[("r1", kind, target)]);
        self.part(&name, bytes).part("xl/worksheets/_rels/sheet1.xml.rels", relation)
    }

    /// Shared texts, given as their `<si>` elements.
    pub(super) fn strings(self, attributes: &str, items: &str) -> Self {
        let xml = format!(r#"{XML}<sst xmlns="{MAIN}" {attributes}>{items}</sst>"#);
        self.related("sharedStrings", "sharedStrings.xml", xml)
    }

    /// Number formats; a cell of the first has style 1.
    pub(super) fn formats(self, codes: &[&str]) -> Self {
        let escaped = |code: &&str| code.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let format = |(at, code)| format!(r#"<numFmt numFmtId="{}" formatCode="{code}"/>"#, 200 + at);
        let formats: String = codes.iter().map(escaped).enumerate().map(format).collect();
        let style = |at| format!(r#"<xf numFmtId="{}" applyNumberFormat="1"/>"#, 200 + at);
        let styles: String = (0..codes.len()).map(style).collect();
        let xml = format!(
            r#"{XML}<styleSheet xmlns="{MAIN}"><numFmts count="{}">{formats}</numFmts><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>"#,
            codes.len()
        );
        self.related("styles", "styles.xml", xml)
    }

    pub(super) fn parts(self) -> Vec<Part> {
        let mut sheets = Vec::new();
        let mut ids = Vec::new();
        let mut parts = Vec::new();
        for (number, (attributes, xml)) in (1..).zip(self.sheets) {
            sheets.push(format!(r#"<sheet {attributes} sheetId="{number}" r:id="s{number}"/>"#));
            ids.push((format!("s{number}"), "worksheet".to_owned(), format!("worksheets/sheet{number}.xml")));
            parts.extend(xml.map(|xml| part(&format!("xl/worksheets/sheet{number}.xml"), xml)));
        }
        for (number, (kind, target)) in (1..).zip(self.relations) {
            ids.push((format!("r{number}"), kind, target));
        }
        let ids: Vec<(&str, &str, &str)> = ids.iter().map(|(id, kind, to)| (&**id, &**kind, &**to)).collect();
        let ([before, after], sheets) = (self.around_sheets, sheets.concat());
        let workbook = format!(
            r#"{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}<sheets>{sheets}</sheets>{after}</workbook>"#
        );
        let mut out = vec![
            part("[Content_Types].xml", content_types()),
            part("_rels/.rels", relationships(&[("r1", "officeDocument", "xl/workbook.xml")])),
            part("xl/workbook.xml", workbook),
            part("xl/_rels/workbook.xml.rels", relationships(&ids)),
        ];
        out.extend(parts);
        out.extend(self.parts);
        out
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        zipped(&self.parts())
    }

    /// Not deflated, so that a byte of a part can be changed.
    pub(super) fn stored(self) -> Vec<u8> {
        stored(&self.parts())
    }
}

/// The text of a sheet's part.
pub(super) fn worksheet(before: &str, rows: &str, after: &str) -> String {
    format!(
        r#"{XML}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>"#
    )
}

fn content_types() -> String {
    let defaults = [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("bin", "application/octet-stream"),
    ]
    .map(|(extension, kind)| format!(r#"<Default Extension="{extension}" ContentType="{kind}"/>"#))
    .concat();
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    format!(
        r#"{XML}<Types xmlns="{PACKAGE}/content-types">{defaults}<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>"#
    )
}

/// Relations by id, kind and target. A target with a scheme lies outside of the file.
pub(super) fn relationships(ids: &[(&str, &str, &str)]) -> String {
    let relation = |(id, kind, target): &(&str, &str, &str)| {
        let kind = if kind.contains(':') { (*kind).to_owned() } else { format!("{RELATIONS}/{kind}") };
        let outside = if target.contains("://") { r#" TargetMode="External""# } else { "" };
        format!(r#"<Relationship Id="{id}" Type="{kind}" Target="{target}"{outside}/>"#)
    };
    let all = ids.iter().map(relation).collect::<Vec<_>>().concat();
    format!(r#"{XML}<Relationships xmlns="{PACKAGE}/relationships">{all}</Relationships>"#)
}

pub(super) fn words(cell: &str, text: &str) -> String {
    format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

pub(super) fn number(cell: &str, number: &str) -> String {
    format!(r#"<c r="{cell}"><v>{number}</v></c>"#)
}

pub(super) fn row(number: u32, cells: &str) -> String {
    format!(r#"<row r="{number}">{cells}</row>"#)
}

/// The rows of the table every file holds, with this instead of the cell of its first count.
pub(super) fn table_with(first_count: &str) -> String {
    let mut rows = String::new();
    for (at, (label, count)) in (1..).zip(TABLE) {
        let count = match at {
            1 => words("B1", count),
            2 => first_count.to_owned(),
            _ => number(&format!("B{at}"), count),
        };
        rows.push_str(&row(at, &(words(&format!("A{at}"), label) + &count)));
    }
    rows
}

pub(super) fn table() -> String {
    table_with(&number("B2", "3"))
}

/// Lines of an invented list, one case each, with the marker in all of them: what must never leave the file.
pub(super) fn records(first_row: u32, lines: u32) -> String {
    let header = ["Ref", "Town", "Colour", "Remark"];
    let line = |at: u32, texts: [String; 4]| {
        let cells: String = "ABCD".chars().zip(texts).map(|(col, text)| words(&format!("{col}{at}"), &text)).collect();
        row(at, &cells)
    };
    let mut rows = line(first_row, header.map(str::to_owned));
    for n in 1..=lines {
        let texts = [format!("R{n}"), format!("Town {n}"), "green".to_owned(), format!("{MARKER} {n}")];
        rows.push_str(&line(first_row + n, texts));
    }
    rows
}
