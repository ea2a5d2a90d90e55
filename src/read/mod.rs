//! **read**: the bytes of a file -> grids of addressed cells.
//!
//! Must never interpret a label, trust an extension, or load hidden content. What a file is, its content says
//! ([`mod@format`]); workbooks are read by [`workbook`], everything with lines and delimiters by [`delimited`]. A file
//! that cannot be read is an [`Unreadable`], which costs that file and nothing else.

mod delimited;
mod encoding;
mod format;
mod workbook;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use format::Format;

use crate::model::grid::Grid;

/// What was read of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadFile {
    pub format: Format,
    /// Encoding and delimiter chosen, for a text file.
    pub dialect: Option<Dialect>,
    pub grids: Vec<Grid>,
    /// Sheets that were left out because they are hidden, with their filled cells.
    pub hidden: Vec<(String, usize)>,
}

/// How the text of a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    pub encoding: &'static str,
    pub delimiter: char,
}

/// Why a file gave no grids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    Empty,
    Because(String),
}

/// Reads the grids of a file from its bytes.
///
/// # Errors
/// The file is empty, of a format that holds no tables, damaged, or made the parser panic.
pub fn grids(bytes: &[u8]) -> Result<ReadFile, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    match format::sniff(bytes) {
        Format::Text => delimited::read(bytes),
        Format::Other(what) => Err(Unreadable::Because(format!("it holds {what}, which is not readable yet"))),
        // Odd workbooks make the parser panic; that must cost the file only.
        workbook => {
            PARSING.set(true);
            let read = catch_unwind(AssertUnwindSafe(|| workbook::read(workbook, bytes)));
            PARSING.set(false);
            read.unwrap_or_else(|_| Err(Unreadable::Because("the workbook parser gave up on it".into())))
        }
    }
}

/// A spreadsheet error that came as text: from an .ods or out of a CSV.
fn is_error(text: &str) -> bool {
    use calamine::CellErrorType::{Div0, NA, Name, Null, Num, Ref, Value};
    text.starts_with('#') && [Div0, NA, Name, Null, Num, Ref, Value].iter().any(|error| error.to_string() == text)
}

thread_local! {
    static PARSING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside a workbook parser, whose panics are findings and may quote the file.
#[must_use]
pub fn is_parsing() -> bool {
    PARSING.get()
}
