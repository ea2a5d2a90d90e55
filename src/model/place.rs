//! Where something stands: inbox-relative path, sheet and cell, in the medium's own coordinates.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A cell's zero-based position in its sheet or CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct At {
    /// Row, from 0. In a CSV: the physical line less one, so blank lines count.
    pub row: u32,
    /// Column, from 0. In a CSV: the field.
    pub col: u32,
}

impl At {
    /// The address a person types: `C14` in a workbook, `14:3` (line:field) in a CSV.
    #[must_use]
    pub fn address(self, csv: bool) -> String {
        if csv {
            format!("{}:{}", self.row + 1, self.col + 1)
        } else {
            format!("{}{}", column_letters(self.col), self.row + 1)
        }
    }
}

/// `0` is `A`, `25` is `Z`, `26` is `AA`.
#[must_use]
pub fn column_letters(col: u32) -> String {
    let mut rest = col + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).expect("a remainder of 26 fits a byte");
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The place a finding or an observation points at. Never absent: at the least it names a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Path relative to the inbox, or to the project for configuration, with forward slashes.
    pub path: Arc<str>,
    /// Sheet name; empty for a CSV and for places that are a whole file.
    pub sheet: Arc<str>,
    /// The cell's address as [`At::address`] writes it, or a line number in configuration; empty for the whole.
    pub cell: String,
}

impl Place {
    /// A whole file or folder.
    #[must_use]
    pub fn file(path: &str) -> Self {
        Self { path: path.into(), sheet: "".into(), cell: String::new() }
    }

    /// A line of a configuration file.
    #[must_use]
    pub fn line(path: &str, line: u64) -> Self {
        Self { cell: line.to_string(), ..Self::file(path) }
    }

    /// A whole sheet.
    #[must_use]
    pub fn sheet(path: &Arc<str>, sheet: &Arc<str>) -> Self {
        Self { path: path.clone(), sheet: sheet.clone(), cell: String::new() }
    }

    /// One cell.
    #[must_use]
    pub fn cell(path: &Arc<str>, sheet: &Arc<str>, cell: String) -> Self {
        Self { path: path.clone(), sheet: sheet.clone(), cell }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if !self.sheet.is_empty() {
            write!(f, ":{}", self.sheet)?;
        }
        match (self.cell.is_empty(), self.sheet.is_empty()) {
            (true, _) => Ok(()),
            (false, true) => write!(f, ":{}", self.cell),
            (false, false) => write!(f, "!{}", self.cell),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_what_a_spreadsheet_shows() {
        for (col, letters) in [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1"), (16_383, "XFD1")] {
            assert_eq!(At { row: 0, col }.address(false), letters);
        }
        assert_eq!(At { row: 13, col: 2 }.address(true), "14:3");
    }

    #[test]
    fn places_read_like_the_name_box() {
        let path: Arc<str> = "r/kent/a.xlsx".into();
        assert_eq!(Place::cell(&path, &"Sheet2".into(), "C14".into()).to_string(), "r/kent/a.xlsx:Sheet2!C14");
        assert_eq!(Place::cell(&path, &"".into(), "14:3".into()).to_string(), "r/kent/a.xlsx:14:3");
        assert_eq!(Place::file("r").to_string(), "r");
    }
}
