//! How a run ended.

use std::io;
use std::path::PathBuf;

use crate::config::Problem;
use crate::intake::NoInbox;
use crate::model::batch::Batch;
use crate::model::changes::Changes;
use crate::model::finding::Finding;
use crate::model::reconciled::Reconciled;
use crate::publish::NotPublished;
use crate::worker::Usage;

/// How a run ended that nothing stopped.
#[derive(Debug)]
pub enum Ended {
    /// Everything was as it was for the published release, so nothing was read again.
    AsBefore(AsBefore),
    /// The files were read, and the release was published or not.
    Ran(Box<Outcome>),
}

/// A run that found nothing new.
#[derive(Debug)]
pub struct AsBefore {
    /// The release that says what there is to say.
    pub run_id: String,
    /// Its findings that need a person.
    pub open_findings: u64,
    pub path: PathBuf,
    /// Why that release was refused, if it was; it is then not the published one.
    pub refused: Option<String>,
    /// Things set right on the way that a person should know of.
    pub notices: Vec<String>,
}

/// What a run did that read the inbox.
#[derive(Debug)]
pub struct Outcome {
    /// The run; of one that found what is published already, the run that made that.
    pub run_id: String,
    pub batch: Batch,
    pub reconciled: Reconciled,
    /// Every finding of the run, sorted by place.
    pub findings: Vec<Finding>,
    pub fate: Fate,
    /// What is different from the release that was published before, if there was one.
    pub changes: Option<Changes>,
    /// Where the published release stands.
    pub published: PathBuf,
    /// Things set right on the way that a person should know of.
    pub notices: Vec<String>,
    /// What the workers used.
    pub usage: Usage,
}

impl Outcome {
    /// Findings that need a person.
    #[must_use]
    pub fn open_findings(&self) -> usize {
        self.findings.iter().filter(|finding| finding.is_open()).count()
    }
}

/// What became of the release that a run made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Published,
    /// It says what the published one says, which stays.
    Same,
    /// The gate refused it; it waits for a person at this place.
    Refused {
        reasons: Vec<String>,
        place: PathBuf,
    },
}

/// Why a run stopped before it published anything. The previous release stands.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("the configuration has {} problem(s)", .0.len())]
    Configuration(Vec<Problem>),
    #[error(transparent)]
    Inbox(NoInbox),
    #[error("the workers cannot be used: {0}")]
    Workers(io::Error),
    #[error("none of the {0} file(s) in the inbox could be read")]
    NothingReadable(usize, Vec<Finding>),
    #[error(transparent)]
    Publish(#[from] NotPublished),
}
