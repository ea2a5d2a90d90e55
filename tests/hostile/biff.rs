//! Records of the older binary workbooks, and the compound file around them. Record names are those of [MS-XLS].

use std::io::{Cursor, Write};

use super::TABLE;

/// Records one after another: number, length, content.
#[derive(Default, Clone)]
pub(super) struct Records(pub Vec<u8>);

impl Records {
    pub(super) fn push(&mut self, id: u16, content: &[u8]) {
        let length = u16::try_from(content.len()).expect("a record is short");
        self.0.extend(id.to_le_bytes());
        self.0.extend(length.to_le_bytes());
        self.0.extend_from_slice(content);
    }

    /// Adds the record and returns itself.
    pub(super) fn with(mut self, id: u16, content: &[u8]) -> Self {
        self.push(id, content);
        self
    }
}

pub(super) fn shorts(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A cell of a number.
pub(super) fn number(row: u16, col: u16, number: f64) -> Records {
    Records::default().with(0x0203, &[shorts(&[row, col, 0]), number.to_le_bytes().to_vec()].concat())
}

/// A cell of words: LABEL, whose text stands in it.
pub(super) fn label(row: u16, col: u16, text: &str) -> Records {
    let length = u16::try_from(text.len()).expect("a text of a fixture is short");
    let content = [shorts(&[row, col, 0, length]), vec![0], text.as_bytes().to_vec()].concat();
    Records::default().with(0x0204, &content)
}

/// A cell of an error.
pub(super) fn error(row: u16, col: u16, code: u8) -> Records {
    Records::default().with(0x0205, &[shorts(&[row, col, 0]), vec![code, 1]].concat())
}

/// The cells of the table, with these records for its first count.
pub(super) fn table_with(first_count: &Records) -> Records {
    let mut out = Records::default();
    for (row, (text, count)) in (0..).zip(TABLE) {
        out.0.extend(label(row, 0, text).0);
        out.0.extend(match row {
            0 => label(row, 1, count).0,
            1 => first_count.0.clone(),
            _ => number(row, 1, count.parse().expect("a count is a number")).0,
        });
    }
    out
}

pub(super) fn table() -> Records {
    table_with(&number(1, 1, 3.0))
}

/// The stream of a workbook: sheets by state and name, and records of its own before them.
pub(super) fn stream(globals: &Records, sheets: &[(u8, &str, Records)]) -> Vec<u8> {
    let begin = |kind: u16| Records::default().with(0x0809, &shorts(&[0x0600, kind, 0x0dbb, 0x07cc, 0, 0, 6, 0]));
    let mut out = begin(0x0005).0;
    out.extend_from_slice(&globals.0);
    out.extend(Records::default().with(0x0042, &shorts(&[1200])).0);
    let lines: usize = sheets.iter().map(|(_, name, _)| 4 + 8 + name.len()).sum();
    let mut start = out.len() + lines + 4;
    let mut parts = Vec::new();
    for (state, name, cells) in sheets {
        let place = u32::try_from(start).expect("a fixture is small").to_le_bytes();
        let length = u8::try_from(name.len()).expect("a name is short");
        let line = [place.to_vec(), vec![*state, 0, length, 0], name.as_bytes().to_vec()].concat();
        out.extend(Records::default().with(0x0085, &line).0);
        let sheet = [begin(0x0010).0, cells.0.clone(), Records::default().with(0x000a, &[]).0].concat();
        start += sheet.len();
        parts.extend(sheet);
    }
    out.extend(Records::default().with(0x000a, &[]).0);
    out.extend(parts);
    out
}

/// A compound file of these streams; a name that ends with `/` is a storage.
pub(super) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let memory = Cursor::new(Vec::new());
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, memory).expect("memory takes it");
    for (name, bytes) in streams {
        if let Some(storage) = name.strip_suffix('/') {
            file.create_storage(storage).expect("memory takes it");
            continue;
        }
        let mut stream = file.create_stream(name).expect("memory takes it");
        stream.write_all(bytes).expect("memory takes it");
        stream.flush().expect("memory takes it");
    }
    file.flush().expect("memory takes it");
    file.into_inner().into_inner()
}

/// An .xls of one sheet.
pub(super) fn workbook(cells: Records) -> Vec<u8> {
    compound(&[("/Workbook", &stream(&Records::default(), &[(0, "Sheet1", cells)]))])
}
