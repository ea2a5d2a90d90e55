//! **adding**: replies as people get them -> files and lines in the folder of a request, as a person would put them there.
//!
//! A force is proposed from what a file and its folders are called and decided by a person ([`mod@propose`]). A file comes in
//! whole, under a name that was free ([`store`]); its line is added to the tracker after it, so that an end half way leaves
//! a file that the next `foi add` lists. Nothing that stands there is ever changed but one line of the tracker.

mod begin;
mod import;
mod lines;
mod paste;
mod propose;
mod store;
mod withdraw;
mod words;

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::edit::NotEdited;
use crate::config::{Plan, Problem};
use crate::intake::{self, TrackedReturn};

pub use begin::{Letter, letter, project, request};
pub use import::{Imported, import};
pub use lines::{Added, Done, How, Reply, add};
pub use paste::pasted;
pub use propose::{Found, Proposal, found, propose, with_titles};
pub use withdraw::{Withdrawn, withdraw};

/// Why nothing, or nothing more, was written.
#[derive(Debug, thiserror::Error)]
pub enum NotAdded {
    #[error("{} problem(s)", .0.len())]
    Problems(Vec<Problem>),
    #[error(transparent)]
    Tracker(#[from] NotEdited),
    #[error("cannot use {path}: {error}")]
    Io { path: String, error: io::Error },
    /// It is for a person to decide; the text says between what.
    #[error("{0}")]
    Open(String),
}

/// The folder of a request that is there, with its tracker.
#[derive(Debug)]
pub struct RequestFolder<'p> {
    pub plan: &'p Plan,
    pub id: String,
    /// In the file system.
    pub folder: PathBuf,
}

impl<'p> RequestFolder<'p> {
    /// Opens the folder of a request.
    ///
    /// # Errors
    /// There is no such request.
    pub fn open(plan: &'p Plan, id: &str) -> Result<Self, NotAdded> {
        let folder = plan.root.join(&plan.settings.inbox).join(id);
        if !is_request_name(id) || !folder.join("request.toml").is_file() {
            let shown = format!("{}/{id}/request.toml", plan.settings.inbox.display());
            let problem = Problem::new(&shown, 0, "there is no such request");
            return Err(NotAdded::Problems(vec![problem.hint("foi init makes one, or name one that is there")]));
        }
        Ok(Self { plan, id: id.to_owned(), folder })
    }

    /// The lines of its tracker.
    ///
    /// # Errors
    /// Every mistake in it.
    pub fn lines(&self) -> Result<Vec<TrackedReturn>, NotAdded> {
        intake::tracked(self.plan, &self.id).map_err(NotAdded::Problems)
    }

    /// The tracker, which is made with its header if there is none.
    fn tracker(&self) -> Result<PathBuf, NotAdded> {
        let path = self.folder.join("returns.csv");
        let header = format!("{}\n", intake::TRACKER.join(","));
        let blank = fs::metadata(&path).is_ok_and(|facts| facts.len() == 0);
        if blank {
            fs::write(&path, &header).map_err(|error| self.io("returns.csv", error))?;
        } else if !path.exists() {
            store::create(&path, header.as_bytes()).map_err(|error| self.io("returns.csv", error))?;
        }
        Ok(path)
    }

    /// The name of the folder of a force, or of a set of forces: one that is there, by whatever name it has, else its id.
    fn force_folder(&self, force: &str) -> Result<String, NotAdded> {
        let entries = fs::read_dir(&self.folder).map_err(|error| self.io("", error))?;
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| intake::force_set(self.plan, name).is_ok_and(|own| *own == *force))
            .collect();
        names.sort();
        Ok(names.into_iter().next().unwrap_or_else(|| force.replace('|', "+")))
    }

    fn io(&self, name: &str, error: io::Error) -> NotAdded {
        NotAdded::Io { path: format!("{}/{}/{name}", self.plan.settings.inbox.display(), self.id), error }
    }
}

/// Whether a name may be that of a request: of a folder right below the inbox.
#[must_use]
pub fn is_request_name(id: &str) -> bool {
    !id.is_empty() && !id.starts_with('.') && !id.contains(['/', '\\']) && !id.contains(char::is_control)
}

/// The lines of one force.
fn of_force<'a>(lines: &'a [TrackedReturn], force: &'a Arc<str>) -> impl Iterator<Item = &'a TrackedReturn> {
    lines.iter().filter(move |line| line.record.police_force == *force)
}

/// The day of a clock that is the same everywhere.
#[must_use]
pub fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}
