//! What changed from one release to another.

use serde::Serialize;

/// Everything that changed. Lists are sorted and hold only what differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    pub earlier_run: String,
    pub later_run: String,
    pub files: Vec<FileChange>,
    pub forces: Vec<ForceChange>,
    pub figures: Vec<FigureSet>,
    /// Figures of the earlier release that were mapped, of all forces and questions.
    pub earlier_figures: i64,
    pub labels: Vec<LabelChange>,
    pub residuals: Vec<ResidualChange>,
    pub findings: Vec<FindingCount>,
    /// Dimensions that only one of the two has, so that figures are not told apart by them.
    pub not_compared: Vec<String>,
    pub earlier_quality: Quality,
    pub later_quality: Quality,
}

/// A file, or a version of one, that only one of the two has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileChange {
    pub request: String,
    pub police_force: String,
    pub file_path: String,
    pub sha256: String,
    /// `new`, `new version` of a file that stays as superseded, or `gone`.
    pub change: String,
}

/// A force that has figures in one of the two only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForceChange {
    pub request: String,
    pub police_force: String,
    /// `new`; `vanished`; or `withdrawn`, where a person said so.
    pub change: String,
}

/// The figures of one force for one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureSet {
    pub request: String,
    pub police_force: String,
    pub question: String,
    /// Figures with other bounds than before.
    pub changed: i64,
    pub gone: i64,
    pub new: i64,
    /// Changed or gone figures that had been mapped: that an unmapped one finds its term moves nothing.
    pub moved: i64,
    /// Sums of what is certain, to see how far.
    pub earlier_low: i64,
    pub later_low: i64,
    /// Whether the force sent or withdrew something, or the configuration or the program reads the same files otherwise.
    pub same_files: bool,
}

/// What a label became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelChange {
    pub dimension: String,
    pub raw: String,
    /// Absent where it was not met. `unmapped` where it had no term.
    pub earlier: Option<String>,
    pub later: Option<String>,
}

/// A total that its parts miss by another number than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResidualChange {
    pub request: String,
    pub police_force: String,
    pub total_id: String,
    pub breakdown_id: String,
    /// At least and at most; absent where there was no residual.
    pub earlier: Option<String>,
    pub later: Option<String>,
}

/// How many findings of a kind there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingCount {
    pub kind: String,
    pub severity: String,
    pub earlier: i64,
    pub later: i64,
}

/// How much of what forces sent could be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Quality {
    /// Current observations.
    pub observations: i64,
    /// Of them, those with a label that nobody has mapped.
    pub unmapped: i64,
    /// Cells of numbers.
    pub numeric_cells: i64,
    /// Of them, those set aside.
    pub set_aside: i64,
}

impl Quality {
    /// Observations that are unmapped, in percent.
    #[must_use]
    pub fn unmapped_percent(&self) -> f64 {
        percent(self.unmapped, self.observations)
    }

    /// Numeric cells that were set aside, in percent.
    #[must_use]
    pub fn set_aside_percent(&self) -> f64 {
        percent(self.set_aside, self.numeric_cells)
    }
}

/// A share of a whole in percent; 0 of nothing.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "counts of cells are far below 2^52")]
pub fn percent(part: i64, whole: i64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// One figure that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureMoved {
    pub of: FigureOf,
    /// At least and at most, as `3..5`, `3..` where nothing bounds it; absent where there is none.
    pub earlier: Option<String>,
    pub later: Option<String>,
}

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureOf {
    pub request: String,
    pub police_force: String,
    pub question: String,
    pub unit: String,
    pub period: String,
    /// Terms other than `all`, as `outcome = charged`.
    pub terms: String,
}
