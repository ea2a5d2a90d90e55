//! **intake**: the inbox -> requests, returns and files, each with the hash of its bytes.
//!
//! Must never forget a file: what no tracker line lists is still taken, with a finding. Symbolic links, lock files of
//! office programs and dotfiles are passed over. A mistake in `request.toml` or `returns.csv` is a configuration
//! problem and is reported with all others before any work; a force nobody knows costs its own files only.

mod files;
mod request;
mod tracker;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::config::{Plan, Problem, decode};
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::returns::Inbox;

/// Why there is nothing to work on.
#[derive(Debug, thiserror::Error)]
pub enum NoInbox {
    #[error("there is no inbox at {0}")]
    Missing(String),
    #[error("the inbox at {0} holds no request: a request is a folder with a request.toml")]
    Empty(String),
    #[error("the configuration has {} problem(s)", .0.len())]
    Problems(Vec<Problem>),
    #[error("cannot read {path}: {error}")]
    Io { path: String, error: std::io::Error },
}

/// Surveys the inbox: reads the requests and trackers, lists and hashes the files.
///
/// # Errors
/// The inbox is missing, holds no request, has configuration problems (all of them), or cannot be read.
pub fn survey(plan: &Plan) -> Result<Inbox, NoInbox> {
    let root = plan.root.join(&plan.settings.inbox);
    let shown = plan.settings.inbox.display().to_string();
    if !root.is_dir() {
        return Err(NoInbox::Missing(shown));
    }
    let mut inbox = Inbox::default();
    let mut problems = Vec::new();
    for name in files::strays(&root)?.into_iter().filter(|name| !name.contains('/')) {
        inbox.findings.push(Finding::new(Place::file(&name), Kind::FileOutsideForces));
    }
    for folder in folders(&root)? {
        let path = root.join(&folder);
        let prefix = format!("{shown}/{folder}");
        let letter = match fs::read(path.join("request.toml")) {
            Ok(bytes) => decode(&bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                inbox.findings.push(Finding::new(Place::file(&folder), Kind::FolderWithoutLetter));
                continue;
            }
            Err(error) => return Err(NoInbox::Io { path: format!("{prefix}/request.toml"), error }),
        };
        match request::parse(plan, &folder, &format!("{prefix}/request.toml"), &letter) {
            Ok(request) => inbox.requests.push(request),
            Err(mut found) => problems.append(&mut found),
        }
        let lines = tracker::read(plan, &folder, &prefix, &path, &mut problems, &mut inbox.findings);
        files::list(plan, &folder, &root, lines, &mut inbox)?;
    }
    if !problems.is_empty() {
        return Err(NoInbox::Problems(problems));
    }
    if inbox.requests.is_empty() {
        return Err(NoInbox::Empty(shown));
    }
    inbox.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(inbox)
}

/// Names of the folders in a folder, sorted; dotfolders are passed over.
fn folders(path: &Path) -> Result<Vec<String>, NoInbox> {
    let io = |error| NoInbox::Io { path: path.display().to_string(), error };
    let mut names = Vec::new();
    for entry in fs::read_dir(path).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().map_err(io)?.is_dir() && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
