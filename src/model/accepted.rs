//! Findings that a person has accepted: they stay in every release, and no longer ask for anybody.

/// Kinds of findings about the configuration itself. Its lines are mended or taken out, never accepted.
pub const NEVER: [&str; 4] = ["rule-unused", "layout-failed", "layout-unneeded", "correction-stale"];

/// One line of `config/accepted.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The kind's stable name.
    pub kind: String,
    /// Where it was noticed, as the summary of a run writes it.
    pub place: String,
    /// What was noticed, word for word: a figure that changes is a new finding.
    pub expected: String,
    pub reason: String,
    pub decided_by: String,
    pub decided_on: String,
    /// `config/accepted.csv:12`.
    pub source: String,
}
