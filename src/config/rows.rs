//! CSV tables that people keep: with or without a byte order mark, `,` or `;`, UTF-8 or Windows-1252.

use std::borrow::Cow;

use super::Problem;
use super::lines::{self, Line};

/// The text of a file people keep: UTF-8 if it is, else Windows-1252, which every byte string is.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// One line of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Line in the file, from 1.
    pub line: usize,
    columns: Vec<&'static str>,
    values: Vec<String>,
}

impl Row {
    /// The trimmed text of a column; the column must be one the table was read with.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| *name == column).expect("callers name columns they asked for");
        self.values[at].trim()
    }

    /// The column's text, or nothing where it is blank.
    #[must_use]
    pub fn some(&self, column: &str) -> Option<&str> {
        Some(self.get(column)).filter(|text| !text.is_empty())
    }

    /// The parts of a `|` list.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        parts(self.get(column))
    }
}

/// The parts of a `|` list.
pub(super) fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split('|').map(str::trim).filter(|part| !part.is_empty())
}

/// The lines of a table.
#[derive(Debug, Clone)]
pub struct Rows {
    pub path: String,
    pub rows: Vec<Row>,
}

impl Rows {
    /// An empty table.
    #[must_use]
    pub fn none(path: &str) -> Self {
        Self { path: path.to_owned(), rows: Vec::new() }
    }

    /// Reads a table with these columns, in any order, of which the optional ones may be absent; everything else is a
    /// problem.
    #[must_use]
    pub fn parse(path: &str, text: &str, required: &[&'static str], optional: &[&'static str]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let columns = &[required, optional].concat()[..];
        let mut out = Self::none(path);
        let mut order: Option<Vec<usize>> = None;
        let lines = match lines::of(text) {
            Ok(lines) => lines,
            Err(error) => {
                problems.push(Problem::new(path, 0, format!("is no CSV: {error}")));
                return (out, problems);
            }
        };
        for Line { number: line, fields: record, .. } in lines {
            match &order {
                None => order = Some(header_order(path, line, &record, (required, columns), &mut problems)),
                Some(order) if record.len() > order.len() => {
                    let message = format!("has {} fields, the header has {}", record.len(), order.len());
                    let hint = "put fields that hold a comma in double quotes";
                    problems.push(Problem::new(path, line, message).hint(hint));
                }
                Some(order) => {
                    let mut values = vec![String::new(); columns.len()];
                    for (field, column) in record.iter().zip(order) {
                        if let Some(value) = values.get_mut(*column) {
                            field.clone_into(value);
                        }
                    }
                    out.rows.push(Row { line, columns: columns.to_vec(), values });
                }
            }
        }
        if order.is_none() {
            problems.push(Problem::new(path, 1, "has no header line").hint(columns.join(",")));
        }
        (out, problems)
    }
}

/// For each field of the header, the index of its column; names that are not columns are problems.
fn header_order(
    path: &str,
    line: usize,
    header: &[String],
    (required, columns): (&[&'static str], &[&'static str]),
    problems: &mut Vec<Problem>,
) -> Vec<usize> {
    let names: Vec<Cow<'_, str>> = header.iter().map(|name| Cow::Owned(name.trim().to_lowercase())).collect();
    let missing: Vec<&str> = required.iter().copied().filter(|c| !names.iter().any(|n| n == c)).collect();
    if !missing.is_empty() {
        let message = format!("lacks the column `{}`", missing.join("`, `"));
        problems.push(Problem::new(path, line, message).hint(format!("the header is {}", columns.join(","))));
    }
    for name in &names {
        if !columns.contains(&name.as_ref()) {
            let message = format!("has an unknown column `{name}`");
            problems.push(Problem::new(path, line, message).hint(format!("the header is {}", columns.join(","))));
        }
    }
    names.iter().map(|name| columns.iter().position(|c| c == name).unwrap_or(usize::MAX)).collect()
}
