//! Findings: what a run noticed, as data. Every sentence a person reads about one is in [`words`], and about a kind in
//! [`meaning`], [`matters`] and [`mod@examples`], so that a new kind does not compile without its severity, message, next
//! step and explanation.

mod asks;
mod examples;
mod matters;
mod meaning;
mod words;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::hidden::Hidden;
use super::place::Place;
use super::returns::{Nesting, Reveal};
use super::term::{Period, Term};
pub use examples::examples;

/// How much a finding asks of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Somebody should decide; raises exit code 10.
    Review,
    /// Something could not be loaded.
    Error,
}

impl Severity {
    /// The text stored in `severity`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Review => "review",
            Self::Error => "error",
        }
    }
}

/// Why a worker gave no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stopped {
    /// It asked for more memory than a worker may have.
    Memory,
    /// It took more time than a worker may take.
    Time,
    /// The worker died of it.
    Crash,
    /// The parser gave up in a way it should not.
    Parser,
    /// The configuration changed while the run was going.
    Configuration,
    /// The archived copy is missing, or is not what was taken in.
    Archive,
    /// The result could not be written.
    Cache,
}

impl Stopped {
    /// As a clause after `reading the file was stopped:`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Memory => "it needs more memory than a worker may have",
            Self::Time => "it takes more time than a worker may take",
            Self::Crash => "the worker that read it died of it",
            Self::Parser => "the parser gave up on it",
            Self::Configuration => "the configuration changed while the run was going",
            Self::Archive => "the archived copy is missing or is not what was taken in",
            Self::Cache => "its result could not be written to the cache",
        }
    }

    /// The next step for a person.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Memory | Self::Time => {
                "open it in a spreadsheet program and save the sheets that matter as .xlsx or .csv beside it; if it is \
                 sound and large, raise the limits of [workers] in config/pipeline.toml"
            }
            Self::Crash | Self::Parser => "open it in a spreadsheet program and save a copy as .xlsx or .csv beside it",
            Self::Configuration => "run again",
            Self::Archive => "restore the archive from a backup, or put the file into the inbox again",
            Self::Cache => "see that the folder of the cache can be written and has room, and run again",
        }
    }
}

/// One kind of thing a run can notice, with what is needed to say it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    FileUnreadable { reason: String },
    FileEmpty,
    FileLocked,
    NotReadableYet { what: String },
    OverLimit { what: String },
    FileMissing,
    NotAFile,
    StillBeingWritten,
    FileReplaced { sha256: String },
    ReplacementSuperseded { by: String },
    FileLeft,
    FileMoved { to: String },
    FileForgotten { at: String, reason: String, stands: bool },
    ReaderStopped { why: Stopped },
    FileOutsideForces,
    InboxGone,
    FolderWithoutLetter,
    FileNotListed { force: String },
    TextUndecodable { encoding: String, characters: usize },
    TextGarbled { places: usize },
    QuoteStray { lines: usize },
    QuoteUnclosed { lines: usize },
    FormatMismatch { named: String, found: String, tables: bool },
    NoTable,
    UnknownForce { given: String, nearest: Vec<String> },
    HiddenContent { hidden: Hidden, decided: Option<Reveal> },
    FileHeld { what: String, sha256: String },
    SheetSetAside { reason: String },
    CountsDiffer { parsed: u64, counted: u64 },
    Uncalculated { cells: u64 },
    ShownOtherwise { cells: usize },
    SheetTooLarge { cells: u64, limit: usize },
    ErrorCell { shown: String, cells: usize },
    TableSetAside { reason: String },
    LayoutFailed { recipe: String, reason: String },
    LayoutUnneeded { recipe: String },
    ValueSetAside { reason: String, cells: usize },
    TableOfAnotherForce { title: String, force: String, returned: String },
    GrainUndeclared { lines: usize, file: String, disagrees: Option<String> },
    GrainProven { lines: usize, table: String },
    UnmappedLabel { dimension: String, raw: String, nearest: Vec<String> },
    AskedLabel { dimension: String, raw: String },
    LabelIgnored { raw: String, reason: String },
    DetailOutsideHeadline { headline: String, detail: String },
    AgeFromDate { shown: String, read_as: String },
    AgeDashLost { shown: String, read_as: String },
    AgeBracketUnproven { shown: String, read_as: String },
    AgeOverIncluded { raw: String, read_as: String },
    AgeOverLeavesOut { raw: String, age: u16 },
    AgeBracketsOverlap { one: String, other: String },
    AgeBracketsGap { ages: String },
    PeriodNotStated,
    PeriodOutsideRequest { raw: String },
    PeriodAmbiguous { raw: String, one: String, other: String },
    RelativeWithoutTotal { token: String },
    AlternateDecided { label: String, nesting: Nesting, why: String },
    AlternateOpen { label: String },
    CountOpen { shown: String, cells: usize, force: String },
    BlanksUncounted,
    Residual { stated: String, parts: String, residual: String },
    FiguresDisagree { stated: String, other: String, elsewhere: Vec<String>, apart: bool },
    Contradiction { part: String, whole: String },
    DuplicateReturn { other: String },
    SupersedesNothing { given: String, has: Vec<String> },
    JointAndOwn { force: String, joint: String },
    RuleUnused { rule: String },
    Corrected { from: String, to: Option<String>, reason: String },
    CorrectionStale { expected: String, rule: String },
}

/// A finding with its place; the place is never optional.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    pub place: Place,
    pub kind: Kind,
    /// Why a person lets it stand, where one does (`config/accepted.csv`).
    pub accepted: Option<Arc<str>>,
}

impl Finding {
    /// A finding of `kind` at `place`.
    #[must_use]
    pub fn new(place: Place, kind: Kind) -> Self {
        Self { place, kind, accepted: None }
    }

    /// Whether it waits for a person: a run with such a finding ends with exit code 10.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.kind.severity() >= Severity::Review && self.accepted.is_none()
    }
}

impl Kind {
    /// A text that may be either of two periods.
    #[must_use]
    pub fn period_ambiguous(raw: &str, readings: [Period; 2]) -> Self {
        let [one, other] = readings.map(|period| Term::period(period, raw).name().to_string());
        Self::PeriodAmbiguous { raw: raw.to_owned(), one, other }
    }

    /// The stable name, for SQL.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileUnreadable { .. } => "file-unreadable",
            Self::FileEmpty => "file-empty",
            Self::FileLocked => "file-locked",
            Self::NotReadableYet { .. } => "not-readable-yet",
            Self::OverLimit { .. } => "over-limit",
            Self::FileMissing => "file-missing",
            Self::NotAFile => "not-a-file",
            Self::StillBeingWritten => "still-being-written",
            Self::FileReplaced { .. } => "file-replaced",
            Self::ReplacementSuperseded { .. } => "replacement-superseded",
            Self::FileLeft => "file-left",
            Self::FileMoved { .. } => "file-moved",
            Self::FileForgotten { .. } => "file-forgotten",
            Self::ReaderStopped { .. } => "reader-stopped",
            Self::FileOutsideForces => "file-outside-forces",
            Self::InboxGone => "inbox-gone",
            Self::FolderWithoutLetter => "folder-without-letter",
            Self::FileNotListed { .. } => "file-not-listed",
            Self::TextUndecodable { .. } => "text-undecodable",
            Self::TextGarbled { .. } => "text-garbled",
            Self::QuoteStray { .. } => "quote-stray",
            Self::QuoteUnclosed { .. } => "quote-unclosed",
            Self::FormatMismatch { .. } => "format-mismatch",
            Self::NoTable => "no-table",
            Self::UnknownForce { .. } => "unknown-force",
            Self::HiddenContent { .. } => "hidden-content",
            Self::FileHeld { .. } => "file-held",
            Self::SheetSetAside { .. } => "sheet-set-aside",
            Self::CountsDiffer { .. } => "counts-differ",
            Self::Uncalculated { .. } => "formulas-not-calculated",
            Self::ShownOtherwise { .. } => "shown-otherwise",
            Self::SheetTooLarge { .. } => "sheet-too-large",
            Self::ErrorCell { .. } => "error-cell",
            Self::TableSetAside { .. } => "table-set-aside",
            Self::LayoutFailed { .. } => "layout-failed",
            Self::LayoutUnneeded { .. } => "layout-unneeded",
            Self::ValueSetAside { .. } => "value-set-aside",
            Self::TableOfAnotherForce { .. } => "table-of-another-force",
            Self::GrainUndeclared { .. } => "grain-undeclared",
            Self::GrainProven { .. } => "grain-proven",
            Self::UnmappedLabel { .. } => "unmapped-label",
            Self::AskedLabel { .. } => "asked-label",
            Self::LabelIgnored { .. } => "label-ignored",
            Self::DetailOutsideHeadline { .. } => "detail-outside-headline",
            Self::AgeFromDate { .. } => "age-from-date",
            Self::AgeDashLost { .. } => "age-dash-lost",
            Self::AgeBracketUnproven { .. } => "age-bracket-unproven",
            Self::AgeOverIncluded { .. } => "age-over-included",
            Self::AgeOverLeavesOut { .. } => "age-over-leaves-out",
            Self::AgeBracketsOverlap { .. } => "age-brackets-overlap",
            Self::AgeBracketsGap { .. } => "age-brackets-gap",
            Self::PeriodNotStated => "period-not-stated",
            Self::PeriodOutsideRequest { .. } => "period-outside-request",
            Self::PeriodAmbiguous { .. } => "period-ambiguous",
            Self::RelativeWithoutTotal { .. } => "relative-without-total",
            Self::AlternateDecided { .. } => "alternate-decided",
            Self::AlternateOpen { .. } => "alternate-open",
            Self::CountOpen { .. } => "count-open",
            Self::BlanksUncounted => "blanks-uncounted",
            Self::Residual { .. } => "residual",
            Self::FiguresDisagree { .. } => "figures-disagree",
            Self::Contradiction { .. } => "contradiction",
            Self::DuplicateReturn { .. } => "duplicate-return",
            Self::SupersedesNothing { .. } => "supersedes-nothing",
            Self::JointAndOwn { .. } => "joint-and-own-return",
            Self::RuleUnused { .. } => "rule-unused",
            Self::Corrected { .. } => "corrected",
            Self::CorrectionStale { .. } => "correction-stale",
        }
    }

    /// How much it asks of a person.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::HiddenContent { hidden, decided: None } if hidden.kind.is_data() => Severity::Review,
            Self::FileUnreadable { .. }
            | Self::FileEmpty
            | Self::FileLocked
            | Self::NotReadableYet { .. }
            | Self::OverLimit { .. }
            | Self::FileMissing
            | Self::NotAFile
            | Self::ReaderStopped { .. }
            | Self::FileOutsideForces
            | Self::FolderWithoutLetter
            | Self::NoTable
            | Self::UnknownForce { .. }
            | Self::FileHeld { .. }
            | Self::SheetSetAside { .. }
            | Self::CountsDiffer { .. }
            | Self::SheetTooLarge { .. }
            | Self::ErrorCell { .. }
            | Self::TableSetAside { .. }
            | Self::LayoutFailed { .. }
            | Self::TableOfAnotherForce { .. }
            | Self::ValueSetAside { .. }
            | Self::FormatMismatch { tables: false, .. } => Severity::Error,
            Self::FileNotListed { .. }
            | Self::InboxGone
            | Self::ReplacementSuperseded { .. }
            | Self::StillBeingWritten
            | Self::FileMoved { .. }
            | Self::FileForgotten { stands: true, .. }
            | Self::TextUndecodable { .. }
            | Self::TextGarbled { .. }
            | Self::QuoteUnclosed { .. }
            | Self::FormatMismatch { tables: true, .. }
            | Self::Uncalculated { .. }
            | Self::ShownOtherwise { .. }
            | Self::UnmappedLabel { .. }
            | Self::AskedLabel { .. }
            | Self::DetailOutsideHeadline { .. }
            | Self::AgeFromDate { .. }
            | Self::AgeDashLost { .. }
            | Self::AgeBracketUnproven { .. }
            | Self::AgeOverLeavesOut { .. }
            | Self::PeriodOutsideRequest { .. }
            | Self::PeriodAmbiguous { .. }
            | Self::RelativeWithoutTotal { .. }
            | Self::AlternateOpen { .. }
            | Self::CountOpen { .. }
            | Self::BlanksUncounted
            | Self::FiguresDisagree { apart: true, .. }
            | Self::Contradiction { .. }
            | Self::DuplicateReturn { .. }
            | Self::SupersedesNothing { .. }
            | Self::JointAndOwn { .. }
            | Self::LayoutUnneeded { .. }
            | Self::RuleUnused { .. }
            | Self::CorrectionStale { .. } => Severity::Review,
            Self::HiddenContent { .. }
            | Self::QuoteStray { .. }
            | Self::FileReplaced { .. }
            | Self::FileLeft
            | Self::FileForgotten { .. }
            | Self::GrainUndeclared { .. }
            | Self::GrainProven { .. }
            | Self::LabelIgnored { .. }
            | Self::Corrected { .. }
            | Self::AlternateDecided { .. }
            | Self::AgeOverIncluded { .. }
            | Self::AgeBracketsOverlap { .. }
            | Self::AgeBracketsGap { .. }
            | Self::PeriodNotStated
            | Self::FiguresDisagree { .. }
            | Self::Residual { .. } => Severity::Info,
        }
    }
}
