//! .xlsb workbooks: records in binary parts, with cells that are odd or missing. Record names are those of [MS-XLSB].

use super::book::relationships;
use super::zipped::{Part, part, zipped};
use super::{Hostile, MARKER, NOTHING, REFUSED, TABLE, WHOLE, WITHOUT_FIRST};

pub(super) const FILES: &[Hostile] = &[
    Hostile {
        name: "short records.xlsb",
        hazard: "written by SheetJS: a row's cells after the first carry no column, and parsers lose them in silence",
        bytes: || include_bytes!("files/short records.xlsb").to_vec(),
        finds: "counts-differ",
        loads: NOTHING,
    },
    Hostile {
        name: "plain.xlsb",
        hazard: "nothing: the workbook that the others here are changed from",
        bytes: || book(&[visible(&cells(None))]),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "locked.xlsb",
        hazard: "a workbook under a password",
        // What is locked does not show which kind of workbook it is.
        bytes: || [include_bytes!("files/locked.xlsx").as_slice(), &[0, 0, 0]].concat(),
        finds: "file-locked",
        loads: NOTHING,
    },
    Hostile {
        name: "error.xlsb",
        hazard: "an error instead of a count",
        bytes: || {
            let mut record = Records::default();
            // BrtCellError: column, style, #DIV/0!
            record.push(3, &[numbers(&[1, 0]), vec![0x07]].concat());
            book(&[visible(&cells(Some(&record.0)))])
        },
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "not a number.xlsb",
        hazard: "NaN as a count",
        bytes: || {
            let mut record = Records::default();
            record.push(5, &[numbers(&[1, 0]), f64::NAN.to_le_bytes().to_vec()].concat());
            book(&[visible(&cells(Some(&record.0)))])
        },
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "column beyond the last.xlsb",
        hazard: "a cell in column 4,294,967,295",
        bytes: || {
            let mut more = Records::default();
            more.push(5, &[numbers(&[u32::MAX, 0]), 11_f64.to_le_bytes().to_vec()].concat());
            book(&[visible(&[cells(None), more.0].concat())])
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "two cells of one place.xlsb",
        hazard: "the first count twice, with two numbers",
        bytes: || {
            let mut record = Records::default();
            for number in [3.0_f64, 999.0] {
                record.push(5, &[numbers(&[1, 0]), number.to_le_bytes().to_vec()].concat());
            }
            book(&[visible(&cells(Some(&record.0)))])
        },
        finds: "sheet-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "cut.xlsb",
        hazard: "a sheet that ends in the middle of a record",
        bytes: || {
            let mut sheet = worksheet(&cells(None), &[]);
            sheet.truncate(sheet.len() - 20);
            book(&[(0, "Sheet1", sheet)])
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "record longer than the part.xlsb",
        hazard: "a record that says it is 256 MB long",
        bytes: || {
            let mut more = Records::default();
            more.0.extend([0x05, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3]);
            book(&[visible(&[cells(None), more.0].concat())])
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "unique texts 2^32.xlsb",
        hazard: "a count of shared texts that is a lie",
        bytes: || {
            let mut strings = Records::default();
            strings.push(159, &numbers(&[u32::MAX, u32::MAX]));
            strings.push(160, &[]);
            let mut parts = parts(&[(0, "Sheet1", worksheet(&cells(None), &[]))]);
            for (name, bytes) in &mut parts {
                if name.ends_with("sharedStrings.bin") {
                    bytes.clone_from(&strings.0);
                }
            }
            zipped(&parts)
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "hidden sheet.xlsb",
        hazard: "a hidden sheet, and one that no menu shows",
        bytes: || {
            let (hidden, deep) = (list(3, MARKER), list(4, MARKER));
            book(&[
                (0, "Sheet1", worksheet(&cells(None), &[])),
                (1, "Working", worksheet(&hidden, &[])),
                (2, "Data", worksheet(&deep, &[])),
            ])
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "hidden column.xlsb",
        hazard: "a hidden column beside the table",
        bytes: || {
            let mut columns = Records::default();
            columns.push(390, &[]);
            // BrtColInfo: first, last, width, style, flags: hidden.
            columns.push(60, &[numbers(&[4, 5, 2560, 0]), vec![1, 0]].concat());
            columns.push(391, &[]);
            book(&[(0, "Sheet1", worksheet(&[cells(None), beside()].concat(), &columns.0))])
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "hidden row across the table.xlsb",
        hazard: "a hidden row within the table: its other rows do not add up without it",
        bytes: || {
            let shown = cells(None);
            // The header of row 3 begins with record 0, 25 bytes, number 2.
            let header = row_header(2, false);
            let at = shown.windows(header.len()).position(|window| window == header).expect("row 3 has a header");
            let hidden = [&shown[..at], &row_header(2, true), &shown[at + header.len()..]].concat();
            book(&[(0, "Sheet1", worksheet(&hidden, &[]))])
        },
        finds: "hidden-content;table-set-aside",
        loads: NOTHING,
    },
];

/// Records one after another: number, length, content.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn push(&mut self, id: usize, content: &[u8]) {
        for mut number in [id, content.len()] {
            while number >= 0x80 {
                self.0.push(number.to_le_bytes()[0] | 0x80);
                number >>= 7;
            }
            self.0.push(number.to_le_bytes()[0]);
        }
        self.0.extend_from_slice(content);
    }
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).expect("a text of a fixture is short");
    [numbers(&[length]), units.into_iter().flat_map(u16::to_le_bytes).collect()].concat()
}

fn row_header(row: u32, hidden: bool) -> Vec<u8> {
    let mut records = Records::default();
    // Row, style, height, flags, one span of columns.
    let flags = [0, if hidden { 0x10 } else { 0 }, 0];
    records.push(0, &[numbers(&[row, 0]), vec![44, 1], flags.to_vec(), numbers(&[1, 0, 1])].concat());
    records.0
}

/// The texts of all fixtures: the words of the table, then the marker.
fn texts() -> Vec<&'static str> {
    TABLE.iter().map(|(label, _)| *label).chain([TABLE[0].1, MARKER]).collect()
}

fn word(records: &mut Records, col: u32, text: &str) {
    let index = texts().iter().position(|known| *known == text).expect("it is a text of the fixtures");
    records.push(7, &numbers(&[col, 0, u32::try_from(index).expect("there are few")]));
}

/// Rows of the table; `first_count` are records that stand for its first count.
fn cells(first_count: Option<&[u8]>) -> Vec<u8> {
    let mut records = Records::default();
    for (row, (label, count)) in (0..).zip(TABLE) {
        records.0.extend(row_header(row, false));
        word(&mut records, 0, label);
        match (row, first_count) {
            (0, _) => word(&mut records, 1, count),
            (1, Some(own)) => records.0.extend_from_slice(own),
            _ => {
                let count: f64 = count.parse().expect("a count is a number");
                records.push(5, &[numbers(&[1, 0]), count.to_le_bytes().to_vec()].concat());
            }
        }
    }
    records.0
}

/// A few rows of one text each.
fn list(lines: u32, text: &str) -> Vec<u8> {
    let mut records = Records::default();
    for row in 0..lines {
        records.0.extend(row_header(row, false));
        word(&mut records, 0, text);
    }
    records.0
}

/// A row below the table with the marker in its fifth column.
fn beside() -> Vec<u8> {
    let mut records = Records(row_header(5, false));
    word(&mut records, 4, MARKER);
    records.0
}

fn visible(cells: &[u8]) -> (u32, &'static str, Vec<u8>) {
    (0, "Sheet1", worksheet(cells, &[]))
}

fn worksheet(cells: &[u8], columns: &[u8]) -> Vec<u8> {
    let mut records = Records::default();
    records.push(129, &[]); // BrtBeginSheet
    records.push(148, &numbers(&[0, 3, 0, 1])); // BrtWsDim
    records.0.extend_from_slice(columns);
    records.push(145, &[]); // BrtBeginSheetData
    records.0.extend_from_slice(cells);
    records.push(146, &[]); // BrtEndSheetData
    records.push(130, &[]); // BrtEndSheet
    records.0
}

fn book(sheets: &[(u32, &str, Vec<u8>)]) -> Vec<u8> {
    zipped(&parts(sheets))
}

/// The parts of a workbook of these sheets: state, name, part.
fn parts(sheets: &[(u32, &str, Vec<u8>)]) -> Vec<Part> {
    let mut workbook = Records::default();
    workbook.push(131, &[]); // BrtBeginBook
    workbook.push(143, &[]); // BrtBeginBundleShs
    for (number, (state, name, _)) in (1..).zip(sheets) {
        let fields = [numbers(&[*state, number]), wide(&format!("rId{number}")), wide(name)].concat();
        workbook.push(156, &fields); // BrtBundleSh
    }
    workbook.push(144, &[]);
    workbook.push(132, &[]);
    let mut strings = Records::default();
    let texts = texts();
    let count = u32::try_from(texts.len()).expect("there are few");
    strings.push(159, &numbers(&[count, count])); // BrtBeginSst
    for text in texts {
        strings.push(19, &[vec![0], wide(text)].concat()); // BrtSSTItem
    }
    strings.push(160, &[]);
    let names: Vec<(String, String)> =
        (1..=sheets.len()).map(|n| (format!("rId{n}"), format!("worksheets/sheet{n}.bin"))).collect();
    let mut targets: Vec<(&str, &str, &str)> = names.iter().map(|(id, name)| (&**id, "worksheet", &**name)).collect();
    targets.push(("rIdS", "sharedStrings", "sharedStrings.bin"));
    let mut out = vec![
        part("[Content_Types].xml", CONTENT_TYPES),
        part("_rels/.rels", relationships(&[("r1", "officeDocument", "xl/workbook.bin")])),
        part("xl/workbook.bin", workbook.0),
        part("xl/_rels/workbook.bin.rels", relationships(&targets)),
        part("xl/sharedStrings.bin", strings.0),
    ];
    out.extend(sheets.iter().zip(&names).map(|((_, _, sheet), (_, name))| part(&format!("xl/{name}"), sheet.clone())));
    out
}

const CONTENT_TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>"#,
);
