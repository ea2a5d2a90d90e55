//! **review**: what waits for a person, and what becomes of each decision: one line of a table that people keep.
//!
//! [`waiting()`] reads the published release, and nothing of the inbox but the trackers; what the configuration has
//! settled since is not asked again. [`Choice::of`] checks an answer, whoever gave it, and [`apply`] writes it at once,
//! so that a review may end at any moment. The dialogue is `cli::review`; a workbook carries the same questions to
//! colleagues and their answers back ([`workbook`]).
//!
//! Must never decide anything by itself, write a line that the configuration would not load, or be a part of a run:
//! likeness makes suggestions for a person and nothing else.
//!
//! - [`mod@waiting`] and [`labels`] make the list; [`suggest`] and [`mod@meaning`] put the codes into words
//! - [`choice`] is what may be answered; [`mod@write`] is what becomes of it
//! - [`readings`] reads a sheet that was set aside in the ways a layout recipe could say

mod choice;
mod labels;
mod meaning;
pub mod readings;
mod suggest;
mod waiting;
pub mod workbook;
mod write;

use std::collections::BTreeMap;

use crate::model::digest;

pub use choice::{Choice, Wrong, range};
pub use labels::EXAMPLES;
pub use meaning::meaning;
pub use suggest::{Suggestion, Why};
pub use waiting::{Waiting, waiting};
pub use write::{NotApplied, Signed, apply, token_line};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// What a label means. It was asked of the force if a line of the labels says so.
    Label { dimension: String, raw: String, asked: bool },
    /// What a token among counts stands for at a force; blank for a blank cell.
    Token { shown: String, force: String },
    /// Which force a name names.
    Force { given: String },
    /// Where the labels stand on a sheet of which tables or figures were set aside.
    Sheet { file: String, sheet: String },
    /// Whether a finding may stand.
    Finding { kind: String },
    /// Whether each line of a file is one case. Last, as it raises no exit code.
    Grain { file: String },
}

/// A finding of the release, as its table has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Noticed {
    pub kind: String,
    pub place: String,
    pub message: String,
    pub hint: String,
}

/// A cell that waits, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    pub force: String,
    pub place: String,
    /// Its labels and what it holds, as given.
    pub shown: String,
}

/// One thing for a person to decide.
#[derive(Debug, Clone)]
pub struct Decision {
    pub question: Question,
    /// The forces that wait, where it is about what they wrote.
    pub forces: Vec<String>,
    /// How many observations wait; 0 where none do, or nobody knows.
    pub observations: usize,
    /// The same by force.
    pub waiting: BTreeMap<String, usize>,
    /// A few of each force.
    pub examples: Vec<Example>,
    /// The findings that ask, where the question is about them.
    pub noticed: Vec<Noticed>,
    pub suggestions: Vec<Suggestion>,
}

impl Decision {
    /// A name that stays the same from release to release, as long as the question does.
    #[must_use]
    pub fn id(&self) -> String {
        let parts: Vec<&str> = match &self.question {
            Question::Label { raw, dimension, .. } => vec!["label", dimension, raw],
            Question::Token { shown, force } => vec!["token", shown, force],
            Question::Force { given } => vec!["force", given],
            Question::Grain { file } => vec!["grain", file],
            Question::Sheet { file, sheet } => vec!["sheet", file, sheet],
            Question::Finding { kind } => {
                let noticed = self.noticed.iter().flat_map(|noticed| [&*noticed.place, &*noticed.message]);
                ["finding", kind].into_iter().chain(noticed).collect()
            }
        };
        digest::id(&parts)
    }
}
