//! Layout recipes: what a person says of the layout of a file that detection does not understand.
//!
//! Everything is found by its text, never by its address: a row more above the table changes nothing, and a text that
//! is gone makes the recipe fail instead of reading something else.

use regex::Regex;

use super::observation::Grain;
use super::term::DimensionId;

/// Where the label of a count stands, seen from the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Above it, in a row of headers.
    Up,
    /// Above it; a blank cell has the label to its left.
    UpLeft,
    /// In its own row, in a column of labels.
    Left,
    /// In its own row; a blank cell has the label above it.
    LeftUp,
    /// Alone on a row above it.
    Section,
}

/// Where the labels of one dimension stand.
#[derive(Debug, Clone)]
pub struct Axis {
    pub dimension: DimensionId,
    pub direction: Direction,
    /// A text of the header row (`up`, `up-left`), or the header of the label column (`left`, `left-up`).
    pub header: Option<Regex>,
}

/// What figures that stand for counts are shares of: a share `s` with this base and rounding is of at least
/// `(s - rounded_to / 2) / per * of` counted things, and at most the same with a plus.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// The number they are shares of.
    pub of: i64,
    /// What they were rounded to: 1 where `12%` stands for 11.5 to 12.5.
    pub rounded_to: f64,
    /// The whole: 100 for percentages, 1 for fractions.
    pub per: f64,
}

/// One table of a sheet.
#[derive(Debug, Clone)]
pub struct Outline {
    /// A text of its lowest header row.
    pub header: Regex,
    /// How many header rows it has.
    pub header_rows: usize,
    /// The table ends above the row that begins so; else above the headers of the recipe's next table, or with the sheet.
    pub until: Option<Regex>,
    /// Only columns so headed hold counts; else those that detection finds.
    pub counts: Option<Regex>,
    pub grain: Option<Grain>,
    /// Its counts are given as shares.
    pub shares: Option<Shares>,
    /// What it counts, where its headers do not say so.
    pub unit: Option<usize>,
    /// Texts that hold for the whole table, as if they stood above it.
    pub titles: Vec<String>,
    pub axes: Vec<Axis>,
}

/// A recipe: the sheets it is for, and their tables from top to bottom.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// `config/layouts/<name>.toml`.
    pub source: String,
    /// Glob of the path inside the inbox.
    pub files: Option<globset::GlobMatcher>,
    pub force: Option<String>,
    pub request: Option<String>,
    /// The name of the sheet; every sheet if absent.
    pub sheet: Option<Regex>,
    pub tables: Vec<Outline>,
}

impl Recipe {
    /// Whether it is for a sheet, by its normalised name, of a file.
    #[must_use]
    pub fn is_for(&self, path: &str, force: &str, request: &str, sheet: &str) -> bool {
        self.is_for_file(path, force, request) && self.sheet.as_ref().is_none_or(|of| of.is_match(sheet))
    }

    /// Whether it is for some sheet of a file.
    #[must_use]
    pub fn is_for_file(&self, path: &str, force: &str, request: &str) -> bool {
        self.files.as_ref().is_none_or(|files| files.is_match(path))
            && self.force.as_deref().is_none_or(|of| of == force)
            && self.request.as_deref().is_none_or(|of| of == request)
    }
}
