//! What the per-file half hands to the once-per-run half.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::hidden::Hidden;
use super::observation::{Breakdown, Observation, StatedFigure};
use super::place::Place;
use super::returns::{Request, Return, SourceFile, Tables};
use super::table::CellRole;
use super::term::{DimensionId, Term};

/// Cells and sum of numeric cells of one role in one sheet (law 1).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    pub cells: u64,
    /// Cells that are nothing but a number.
    pub numeric: u64,
    pub sum: f64,
}

/// The balance of one sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetLedger {
    pub sheet: Arc<str>,
    /// Every non-blank cell is counted under exactly one role.
    pub roles: BTreeMap<CellRole, Tally>,
}

/// What became of a label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LabelStatus {
    Mapped,
    Ignored,
    Unmapped,
}

/// A label met in a file, with what it became.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LabelMet {
    pub dimension: DimensionId,
    pub raw: Arc<str>,
    pub term: Term,
    pub status: LabelStatus,
    /// The configuration line or grammar that decided it; empty if nothing did.
    pub decided_by: Arc<str>,
}

/// How often a label was met, and where first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meetings {
    pub times: u64,
    pub first: Place,
}

/// Everything one file gave. A pure function of its bytes, its return and request, and the plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FileResult {
    /// `xlsx`, `csv` ...; empty if the file could not be read.
    pub format: String,
    pub encoding: String,
    pub delimiter: Option<char>,
    pub sheets: Vec<SheetLedger>,
    /// What the file holds besides what it shows.
    pub hidden: Vec<Hidden>,
    pub breakdowns: Vec<Breakdown>,
    pub observations: Vec<Observation>,
    pub figures: Vec<StatedFigure>,
    pub labels: BTreeMap<LabelMet, Meetings>,
    pub findings: Vec<Finding>,
    /// Configuration lines that decided something, to find those that never do.
    pub rules_used: BTreeSet<String>,
    /// The configuration lines of corrections for it, and whether each was applied.
    pub corrections: BTreeMap<String, bool>,
}

/// What one force did about one question of one request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coverage {
    pub request: Arc<str>,
    pub police_force: Arc<str>,
    /// A dimension the letter asked about, or `any`.
    pub question: String,
    /// The return's own status, or what its absence means.
    pub status: String,
    pub return_id: Option<String>,
}

/// What of a return is current: neither superseded nor withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Currency {
    Nothing,
    /// All but the tables that other returns supersede; they may supersede none.
    AllBut(Vec<Tables>),
}

/// Everything of a run before it is loaded.
#[derive(Debug)]
pub struct Batch {
    pub requests: Vec<Request>,
    pub returns: Vec<Return>,
    /// What of each return is current.
    pub currency: Vec<Currency>,
    /// Files in the order of their paths, each with its result.
    pub files: Vec<(SourceFile, FileResult)>,
    /// Findings of no file in particular.
    pub findings: Vec<Finding>,
    /// Who was asked, who answered, and what.
    pub coverage: Vec<Coverage>,
}

impl Batch {
    /// Whether a breakdown of a file is current. The one answer for it and all its observations.
    #[must_use]
    pub fn is_current(&self, file: &SourceFile, breakdown: &Breakdown) -> bool {
        self.is_superseded_nowhere(file, |tables| tables.hold(breakdown))
    }

    /// The same of a figure that is no count: it goes with its sheet, and with no split.
    #[must_use]
    pub fn is_figure_current(&self, file: &SourceFile, figure: &StatedFigure) -> bool {
        self.is_superseded_nowhere(file, |tables| tables.are_of_sheet(&figure.sheet))
    }

    fn is_superseded_nowhere(&self, file: &SourceFile, hold: impl Fn(&Tables) -> bool) -> bool {
        match &self.currency[file.return_index] {
            Currency::Nothing => false,
            Currency::AllBut(superseded) => !superseded.iter().any(hold),
        }
    }

    /// Whether a return, by its index, is current in whole or in part.
    #[must_use]
    pub fn is_in_force(&self, return_index: usize) -> bool {
        self.currency[return_index] != Currency::Nothing
    }

    /// Whether a force, by itself, has current figures in a request. A refusal beside a joint return gives none.
    #[must_use]
    pub fn gives_alone(&self, request: &str, force: &str) -> bool {
        self.files.iter().any(|(file, result)| {
            let record = self.return_of(file);
            *record.request == *request
                && *record.police_force == *force
                && result.breakdowns.iter().any(|breakdown| self.is_current(file, breakdown))
        })
    }

    /// The return a file belongs to.
    #[must_use]
    pub fn return_of(&self, file: &SourceFile) -> &Return {
        &self.returns[file.return_index]
    }
}
