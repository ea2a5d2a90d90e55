//! Corrections: what a person has found wrong in a file, as data, with what the cell held when it was decided.

/// What becomes of the cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is read as if it held this text.
    Set(String),
    /// It is set aside.
    Drop,
}

impl Change {
    /// The text stored in `correction_kind`, and written in the column `action`.
    #[must_use]
    pub fn text(&self) -> &'static str {
        match self {
            Self::Set(_) => "set",
            Self::Drop => "drop",
        }
    }
}

/// One line of `config/corrections.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Path inside the inbox.
    pub file: String,
    /// Sheet name; empty for a CSV.
    pub sheet: String,
    /// Address as in a place: `C14`, or `14:3` in a CSV.
    pub cell: String,
    /// What the cell must hold, as given, for the correction to be for it.
    pub expected: String,
    pub change: Change,
    pub reason: String,
    pub decided_by: String,
    pub decided_on: String,
    /// `config/corrections.csv:12`.
    pub source: String,
}
