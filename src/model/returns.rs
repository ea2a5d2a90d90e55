//! Who sent what: requests, returns and files.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::observation::Breakdown;
use super::term::{DimensionId, DimensionSet, Period, Term};

/// One FOI letter sent to many forces.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// The folder's name.
    pub id: Arc<str>,
    pub title: String,
    /// Dimensions the letter asked about, for `coverage`.
    pub questions: Vec<String>,
    pub unit: Arc<str>,
    pub count_basis: Arc<str>,
    pub offence: Option<Term>,
    pub period: Period,
    pub period_term: Term,
    /// How a bare year reads.
    pub bare_years: BareYears,
    /// Forces known to have been asked.
    pub forces_asked: Vec<Arc<str>>,
    /// Forces that `coverage` lists although nobody says whether they were asked.
    pub forces_listed: Vec<Arc<str>>,
}

/// How a label that is only a year is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BareYears {
    Calendar,
    Financial,
    NotStated,
}

/// What one force, or a named set of forces, sent back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Return {
    /// `request/force/n`, n counting the force's lines in the tracker from 1.
    pub id: String,
    pub request: Arc<str>,
    /// One force, or several joined by `|`, as its folder says.
    pub police_force: Arc<str>,
    /// The tracker's columns, verbatim.
    pub status: String,
    pub reference: String,
    pub url: String,
    pub received: String,
    pub extracted: String,
    pub exemption: String,
    pub caveat: String,
    /// Id of the return this one replaces.
    pub supersedes: Option<String>,
    /// The tables of that return that it replaces; all of them where it names none.
    pub supersedes_only: Vec<Portion>,
    pub grain: Option<String>,
    pub unit: Option<Arc<str>>,
    pub count_basis: Option<Arc<str>>,
    pub age_at: String,
    /// How it counts codes that may lie inside others, where somebody says so.
    pub nesting: Option<Nesting>,
    /// What is to be done with hidden content, where somebody has decided it and said why.
    pub hidden: Option<Decided>,
    /// It holds the earlier versions of files that were replaced in the inbox, and is not current.
    pub replaced: bool,
}

impl Return {
    /// The return of files that no line of the tracker lists.
    #[must_use]
    pub fn unlisted(request: Arc<str>) -> Self {
        Self {
            id: String::new(),
            request,
            police_force: "".into(),
            status: "answered".into(),
            reference: String::new(),
            url: String::new(),
            received: String::new(),
            extracted: String::new(),
            exemption: String::new(),
            caveat: String::new(),
            supersedes: None,
            supersedes_only: Vec::new(),
            grain: None,
            unit: None,
            count_basis: None,
            age_at: String::new(),
            nesting: None,
            hidden: None,
            replaced: false,
        }
    }
}

/// Tables of a return that another return replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    /// As written in the column `supersedes_only` of the tracker.
    pub given: String,
    pub tables: Tables,
    /// Line of the tracker.
    pub line: u64,
}

/// Which tables of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tables {
    /// Those of the sheets of this name.
    OfSheet(String),
    /// Those split by just these dimensions, the period apart.
    OfSplit { dimensions: DimensionSet, period: DimensionId },
}

impl Tables {
    /// Whether a breakdown is of one of them.
    #[must_use]
    pub fn hold(&self, breakdown: &Breakdown) -> bool {
        match self {
            Self::OfSheet(_) => self.are_of_sheet(&breakdown.sheet),
            Self::OfSplit { dimensions, period } => breakdown.split.without(*period) == *dimensions,
        }
    }

    /// Whether they are all that a sheet holds.
    #[must_use]
    pub fn are_of_sheet(&self, sheet: &str) -> bool {
        matches!(self, Self::OfSheet(name) if name == sheet.trim())
    }
}

/// Whether a code that may lie inside another one is counted there, or beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Nesting {
    Inside,
    Beside,
}

impl Nesting {
    /// As written in the column `nesting` of the tracker.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Beside => "beside",
        }
    }
}

/// What a person has decided about the hidden content of a return's files, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub reveal: Reveal,
    pub reason: String,
    /// Beginnings of the hashes of the files it was decided for: other bytes at their place are not decided.
    pub sha256: Vec<String>,
}

impl Return {
    /// What has been decided about the hidden content of the file of these bytes.
    #[must_use]
    pub fn reveal(&self, sha256: &str) -> Option<Reveal> {
        let decided = self.hidden.as_ref()?;
        decided.sha256.iter().any(|start| sha256.starts_with(start)).then_some(decided.reveal)
    }
}

/// What is loaded of files that hide something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reveal {
    /// Load what the file shows, although something in it is hidden.
    Shown,
    /// Load hidden sheets, rows, columns and cells under merged ones as if they were shown.
    Everything,
}

impl Reveal {
    /// The text stored in `hidden_loaded`, and written in the column `hidden` of the tracker.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Everything => "everything",
        }
    }
}

/// One file of a return, as found in the inbox.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SourceFile {
    /// Hash of request, force set and content.
    pub id: String,
    /// Index into the batch's returns.
    pub return_index: usize,
    /// Path relative to the inbox, with forward slashes.
    pub path: Arc<str>,
    pub sha256: String,
    pub bytes: u64,
}

/// What the inbox holds.
#[derive(Debug, Default)]
pub struct Inbox {
    pub requests: Vec<Request>,
    pub returns: Vec<Return>,
    /// By path.
    pub files: Vec<SourceFile>,
    pub findings: Vec<Finding>,
}
