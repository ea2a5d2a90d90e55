//! Who sent what: requests, returns and files.

use std::sync::Arc;

use super::finding::Finding;
use super::term::{Period, Term};

/// One FOI letter sent to many forces.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BareYears {
    Calendar,
    Financial,
    NotStated,
}

/// What one force, or a named set of forces, sent back.
#[derive(Debug, Clone)]
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
    pub grain: Option<String>,
    pub unit: Option<Arc<str>>,
    pub count_basis: Option<Arc<str>>,
    pub age_at: String,
}

/// One file of a return, as found in the inbox.
#[derive(Debug, Clone)]
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
