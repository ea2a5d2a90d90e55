//! Whose one file is, for a look at it alone: as a run would find it, without taking anything in.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::tracker::{self, TrackedReturn, force_set};
use super::{files, request};
use crate::config::{Plan, Problem, decode};
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::returns::{Request, Return};

/// Whose a file is, as far as its place in the inbox or a person says so.
#[derive(Debug)]
pub struct Whose {
    /// Relative to the inbox; where it would stand, if a person says whose a file from elsewhere is; else its name.
    pub path: Arc<str>,
    pub request: Option<Request>,
    /// Its return; one that nobody listed, if no line of the tracker lists the file.
    pub record: Return,
    /// What keeps its folders from saying whose it is.
    pub findings: Vec<Finding>,
}

/// What a person says of a file, before what its place says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    pub request: Option<&'a str>,
    pub force: Option<&'a str>,
}

/// Finds out whose a file is.
///
/// # Errors
/// The letter or the tracker has mistakes, or a person named a request or force that is none.
pub fn whose(plan: &Plan, file: &Path, said: Said<'_>) -> Result<Whose, Vec<Problem>> {
    let inside = inside_inbox(plan, file);
    let parts: Vec<&str> = inside.iter().flat_map(|path| path.splitn(3, '/')).collect();
    let (request_folder, force_folder, own) = match parts[..] {
        [request, force, own] => (Some(request), Some(force), own.to_owned()),
        [request, own] => (Some(request), None, own.to_owned()),
        _ => (None, None, file.file_name().unwrap_or_default().to_string_lossy().into_owned()),
    };
    let mut findings = Vec::new();
    let force = force(plan, said.force, force_folder, &mut findings)?;
    let id = said.request.or(request_folder);
    let named = said.force.map(|_| force.replace('|', "+"));
    let path = match (&inside, id, named.as_deref().or(force_folder)) {
        (Some(inside), ..) if said.request.is_none() && said.force.is_none() => inside.clone(),
        (_, Some(request), Some(force)) => format!("{request}/{force}/{own}"),
        _ => own.clone(),
    };
    let (mut request, mut lines) = (None, Vec::new());
    if let Some(id) = id {
        request = letter(plan, id, said.request.is_some(), &mut findings)?;
        lines = tracked(plan, id)?;
    }
    let owner = files::line_of(lines, &force, &own);
    let record = owner.map_or_else(
        || Return { police_force: force, ..Return::unlisted(id.unwrap_or("").into()) },
        |line| line.record,
    );
    Ok(Whose { path: path.into(), request, record, findings })
}

/// Where the tracker speaks of a file.
#[derive(Debug)]
pub struct Tracked {
    /// The tracker, below the project; it need not be there.
    pub tracker: String,
    /// The line of the file's return; nothing if no line lists the file.
    pub line: Option<TrackedReturn>,
    /// What a line of its own says: the force and the path inside the force's folder.
    pub force: Arc<str>,
    pub file: String,
}

/// The line of the tracker that lists a file, by its path in the inbox; the file itself may have left.
///
/// # Errors
/// The tracker has mistakes.
pub fn tracked_line(plan: &Plan, path: &str) -> Result<Option<Tracked>, Vec<Problem>> {
    let [id, folder, own] = path.splitn(3, '/').collect::<Vec<_>>()[..] else { return Ok(None) };
    let Ok(force) = force_set(plan, folder) else { return Ok(None) };
    let line = files::line_of(tracked(plan, id)?, &force, own);
    let tracker = format!("{}/{id}/returns.csv", plan.settings.inbox.display());
    Ok(Some(Tracked { tracker, line, force, file: own.to_owned() }))
}

/// The path relative to the inbox, if it lies there.
fn inside_inbox(plan: &Plan, file: &Path) -> Option<String> {
    let inbox = fs::canonicalize(plan.root.join(&plan.settings.inbox)).ok()?;
    let file = fs::canonicalize(file).ok()?;
    let parts = file.strip_prefix(inbox).ok()?.iter().map(|part| part.to_string_lossy().into_owned());
    Some(parts.collect::<Vec<_>>().join("/"))
}

/// The force, or set of forces, that a person or the folder names; empty if neither does.
fn force(
    plan: &Plan,
    said: Option<&str>,
    folder: Option<&str>,
    findings: &mut Vec<Finding>,
) -> Result<Arc<str>, Vec<Problem>> {
    match said.or(folder).map(|name| (name, force_set(plan, name))) {
        None => Ok("".into()),
        Some((_, Ok(force))) => Ok(force),
        Some((_, Err(kind))) if said.is_some() => {
            Err(vec![Problem::new("--force", 0, kind.message()).hint(kind.hint())])
        }
        Some((name, Err(kind))) => {
            findings.push(Finding::new(Place::file(name), kind));
            Ok("".into())
        }
    }
}

/// The letter of a request. A folder of the inbox may lack it; a person who names a request means one that is there.
fn letter(plan: &Plan, id: &str, said: bool, findings: &mut Vec<Finding>) -> Result<Option<Request>, Vec<Problem>> {
    let path = format!("{}/{id}/request.toml", plan.settings.inbox.display());
    match fs::read(plan.root.join(&path)) {
        Ok(bytes) => request::parse(plan, id, &path, &decode(&bytes)).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound && !said => {
            findings.push(Finding::new(Place::file(id), Kind::FolderWithoutLetter));
            Ok(None)
        }
        Err(error) => {
            let problem = Problem::new(&path, 0, format!("cannot be read: {error}"));
            Err(vec![problem.hint("a request is a folder of the inbox that holds a request.toml")])
        }
    }
}

/// The lines of a request's tracker; none if there is no tracker.
///
/// # Errors
/// Every mistake in it.
pub fn tracked(plan: &Plan, id: &str) -> Result<Vec<TrackedReturn>, Vec<Problem>> {
    let prefix = format!("{}/{id}", plan.settings.inbox.display());
    let path = format!("{prefix}/returns.csv");
    let text = match fs::read(plan.root.join(&path)) {
        Ok(bytes) => decode(&bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(vec![Problem::new(&path, 0, format!("cannot be read: {error}"))]),
    };
    let mut problems = Vec::new();
    // Lines of forces nobody knows are of other files.
    let lines = tracker::read(plan, id, &prefix, &text, &mut problems, &mut Vec::new());
    if problems.is_empty() { Ok(lines) } else { Err(problems) }
}
