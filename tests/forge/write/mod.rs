//! Writes books as files. The same book gives the same bytes on every run: no clock, no random
//! names, no hash-map order.

mod csv;
mod ods;
mod package;
mod xlsb;
mod xlsx;

use crate::book::Book;
use anyhow::{Result, ensure};

pub use self::csv::{Delimited, Encoding, LineEnd, Rows};

#[derive(Clone, Copy, Debug)]
pub enum Format {
    Xlsx,
    Xlsb,
    Ods,
    Delimited(Delimited),
    /// No Rust crate writes the old binary format: such a file is converted once by other means
    /// and kept as it is.
    Xls,
}

/// The file's bytes, or `None` where only a converted file can stand.
pub fn bytes(book: &Book, format: Format) -> Result<Option<Vec<u8>>> {
    for sheet in &book.sheets {
        let lost = sheet.grid.under_merges().next();
        ensure!(lost.is_none(), "a merge in `{}` would hide the value at {lost:?}", sheet.name);
    }
    match format {
        Format::Xlsx => xlsx::bytes(book).map(Some),
        Format::Xlsb => xlsb::bytes(book).map(Some),
        Format::Ods => ods::bytes(book).map(Some),
        Format::Delimited(delimited) => csv::bytes(book, delimited).map(Some),
        Format::Xls => Ok(None),
    }
}
