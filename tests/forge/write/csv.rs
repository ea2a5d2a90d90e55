//! Delimited text: `.csv`, `.tsv` and `.txt`, in the encodings and dialects that spreadsheets save.

use crate::book::{Book, Grid, Value};
use anyhow::{Result, bail, ensure};

#[derive(Clone, Copy, Debug)]
pub struct Delimited {
    pub delimiter: char,
    pub encoding: Encoding,
    pub line_end: LineEnd,
    pub rows: Rows,
}

#[derive(Clone, Copy, Debug)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Windows1252,
    Utf16LeBom,
}

#[derive(Clone, Copy, Debug)]
pub enum LineEnd {
    Lf,
    CrLf,
}

#[derive(Clone, Copy, Debug)]
pub enum Rows {
    /// Each row ends with its last value, so a blank row is an empty line.
    Ragged,
    /// Every row has as many fields as the widest, as spreadsheets save; a blank row is delimiters.
    Padded,
}

pub fn bytes(book: &Book, dialect: Delimited) -> Result<Vec<u8>> {
    let [sheet] = book.sheets.as_slice() else {
        bail!("a text file holds one sheet, not {}", book.sheets.len());
    };
    ensure!(sheet.grid.merges().is_empty(), "a text file holds no merged cells");
    encoded(&text(&sheet.grid, dialect)?, dialect.encoding)
}

fn text(grid: &Grid, dialect: Delimited) -> Result<String> {
    let mut text = String::new();
    let widest = grid.width();
    for row in 0..grid.height() {
        let used = grid.row(row).next_back();
        let width = match dialect.rows {
            Rows::Ragged => used.map_or(0, |last| last + 1),
            Rows::Padded => widest,
        };
        for column in 0..width {
            if column > 0 {
                text.push(dialect.delimiter);
            }
            match grid.get(row, column) {
                None | Some(Value::Blank) => {}
                Some(Value::Number(number)) => text.push_str(&number.to_string()),
                Some(Value::Text(value)) => text.push_str(&quoted(value, dialect.delimiter)),
                Some(Value::Month { .. }) => bail!("a text file has no date cells"),
            }
        }
        text.push_str(match dialect.line_end {
            LineEnd::Lf => "\n",
            LineEnd::CrLf => "\r\n",
        });
    }
    Ok(text)
}

fn quoted(field: &str, delimiter: char) -> String {
    if field.contains([delimiter, '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

fn encoded(text: &str, encoding: Encoding) -> Result<Vec<u8>> {
    Ok(match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => ["\u{feff}", text].concat().into_bytes(),
        Encoding::Windows1252 => {
            let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
            ensure!(!unmappable, "text that Windows-1252 cannot hold");
            bytes.into_owned()
        }
        // `encoding_rs` only reads UTF-16, as the standard it follows only reads it.
        Encoding::Utf16LeBom => {
            let units = ["\u{feff}", text].concat();
            units.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
    })
}
