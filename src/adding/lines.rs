//! Files and their line: what one force sent at once.

use std::path::Path;
use std::sync::Arc;

use super::store::{self, Stored};
use super::{NotAdded, RequestFolder, of_force, today};
use crate::config::edit;
use crate::intake::{self, TrackedReturn};
use crate::model::digest;

/// A file that is to be added.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Where it comes from, to speak of it.
    pub from: String,
    /// What it is to be called.
    pub name: String,
    pub bytes: Vec<u8>,
    /// Nobody gave it its name, so that another one does as well where that is taken.
    pub is_unnamed: bool,
}

/// What a person says of the files besides their force.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// The day they came; today if blank.
    pub received: String,
    /// Whether they replace what the force sent before.
    pub supersedes: bool,
    /// A file or the reference of what they replace; if blank, the file of the same name.
    pub superseded: String,
    /// The tables of it that they replace, as in the column `supersedes_only`.
    pub only: String,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its path in the inbox.
    pub path: String,
    pub is_new: bool,
    /// The line of the tracker it belongs to.
    pub line: Option<usize>,
    /// The file or reference that its line supersedes.
    pub supersedes: Option<String>,
}

/// What became of the files of one force.
#[derive(Debug, Default)]
pub struct Done {
    pub added: Vec<Added>,
    /// Why others were not: their names are taken by other bytes and nobody has said what to do, or they were forgotten.
    pub refused: Vec<String>,
}

/// Adds the files that a force, or a set of forces, sent.
///
/// # Errors
/// What they are to supersede is not there, the tracker has mistakes, or something cannot be written. Files that were
/// put in before that are listed.
pub fn add(request: &RequestFolder<'_>, force: &Arc<str>, files: &[Reply], how: &How) -> Result<Done, NotAdded> {
    let mut lines = request.lines()?;
    let name_of_folder = request.force_folder(force)?;
    let folder = request.folder.join(&name_of_folder);
    let had_files = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if !how.superseded.is_empty() {
        let Some(earlier) = of_force(&lines, force).find(|line| is_called(line, &how.superseded)) else {
            let open = format!("`{}` is no file and no reference of a return of `{force}`", how.superseded);
            return Err(NotAdded::Open(open));
        };
        // Of two that replace the same one, nobody could say which holds.
        if let Some(later) = replacing(&lines, earlier).filter(|later| !lists_all(later, files)) {
            let (line, latest) = (later.line().unwrap_or(0), latest(&lines, earlier));
            let name = called(latest).unwrap_or_else(|| latest.record.id.clone());
            return Err(NotAdded::Open(format!(
                "`{}` of `{force}` is superseded already, by returns.csv:{line}\n  hint: supersede what holds now: \
                 --supersedes=\"{name}\"",
                how.superseded
            )));
        }
    }
    for given in how.only.split('|').map(str::trim).filter(|given| !given.is_empty()) {
        if intake::tables_named(request.plan, given).is_none() {
            return Err(NotAdded::Open(format!("`{given}` names no tables\n  hint: {}", intake::HOW_TABLES_ARE_NAMED)));
        }
    }
    let mut out = Done::default();
    // What this call has put in, and what a call before it that was cut short had.
    let mut unlisted: Vec<String> = Vec::new();
    let mut stopped = None;
    for reply in files {
        match one(request, &folder, force, reply, how, &lines) {
            Ok((name, is_new, supersedes)) => {
                let listed = of_force(&lines, force).find(|line| line.files.contains(&name));
                let line = listed.and_then(TrackedReturn::line);
                let path = format!("{}/{name_of_folder}/{name}", request.id);
                let own = Added { path, is_new, line, supersedes };
                match &own.supersedes {
                    None if line.is_none() && !unlisted.contains(&name) => unlisted.push(name),
                    Some(earlier) if line.is_none() => {
                        append(request, force, &name, earlier, how)?;
                        lines = request.lines()?;
                    }
                    _ => {}
                }
                out.added.push(own);
            }
            Err(NotAdded::Open(why)) => out.refused.push(why),
            Err(error) => {
                stopped = Some(error);
                break;
            }
        }
    }
    if !unlisted.is_empty() {
        let names = unlisted.join("|");
        match open_line(&lines, force, had_files).filter(|_| how.superseded.is_empty()) {
            Some(line) => amend(request, line, &names, how)?,
            None => append(request, force, &names, &how.superseded, how)?,
        }
    }
    let lines = request.lines()?;
    for own in &mut out.added {
        let name = own.path.splitn(3, '/').nth(2).unwrap_or_default().to_owned();
        own.line = of_force(&lines, force).find(|line| line.files.contains(&name)).and_then(TrackedReturn::line);
    }
    stopped.map_or(Ok(out), Err)
}

/// Puts one file into the folder: its name there, whether it is new, and what it supersedes by having that name.
fn one(
    request: &RequestFolder<'_>,
    folder: &Path,
    force: &Arc<str>,
    reply: &Reply,
    how: &How,
    lines: &[TrackedReturn],
) -> Result<(String, bool, Option<String>), NotAdded> {
    let Reply { from, name, bytes, is_unnamed } = reply;
    let io = |error| request.io(&format!("{force}/{name}"), error);
    let forgotten = intake::forgotten(request.plan, &digest::sha256(bytes)).map_err(io)?;
    if let Some(why) = forgotten {
        return Err(NotAdded::Open(format!("{from}: it was forgotten and is never taken in again: {why}")));
    }
    let replaces_its_like = how.supersedes && how.superseded.is_empty();
    if replaces_its_like && !folder.join(name).exists() {
        return Err(NotAdded::Open(format!(
            "there is no `{name}` of `{force}` that this one could replace\n  hint: say --supersedes=FILE or \
             --supersedes=REFERENCE, or leave --supersedes out"
        )));
    }
    match store::store(folder, name, bytes).map_err(io)? {
        Stored::New => Ok((name.clone(), true, None)),
        Stored::Already(name) => Ok((name, false, None)),
        Stored::Taken if !how.supersedes && *is_unnamed => {
            let new = store::free_name(folder, name, "again");
            store::create(&folder.join(&new), bytes).map_err(io)?;
            Ok((new, true, None))
        }
        Stored::Taken if !how.supersedes => Err(NotAdded::Open(format!(
            "{from}: `{name}` of `{force}` is there already with other bytes\n  hint: --supersedes adds this one as a later \
             version that replaces it; if the two are different replies, give this one another name"
        ))),
        Stored::Taken => {
            let superseded = match &*how.superseded {
                "" => listed_name(lines, force, name)?,
                said => said.to_owned(),
            };
            let new = store::free_name(folder, name, &received(how));
            match store::store(folder, &new, bytes).map_err(io)? {
                Stored::New => Ok((new, true, Some(superseded))),
                _ => Err(NotAdded::Open(format!("`{new}` has just been put there by somebody else"))),
            }
        }
    }
}

/// What a new line may call the return that it supersedes: the one with the file of this name, or what has replaced
/// that meanwhile.
fn listed_name(lines: &[TrackedReturn], force: &Arc<str>, name: &str) -> Result<String, NotAdded> {
    let own = || of_force(lines, force);
    let claims = |line: &&TrackedReturn| line.files.is_empty() && !line.record.reference.is_empty();
    let listing = own().find(|line| line.files.iter().any(|file| file == name));
    let earlier = listing.or_else(|| own().find(claims).filter(|_| own().filter(claims).count() == 1));
    let called = earlier.and_then(|earlier| called(latest(lines, earlier)));
    called.ok_or_else(|| {
        NotAdded::Open(format!(
            "no line of returns.csv lists `{name}` of `{force}`, so that none can supersede it\n  hint: list it in its \
             line first, or say --supersedes=REFERENCE"
        ))
    })
}

/// The return that replaces another one whole.
fn replacing<'a>(lines: &'a [TrackedReturn], earlier: &TrackedReturn) -> Option<&'a TrackedReturn> {
    lines.iter().find(|line| intake::replaces(&line.record, &earlier.record) && line.record.supersedes_only.is_empty())
}

/// What has replaced a return meanwhile, or else itself.
fn latest<'a>(lines: &'a [TrackedReturn], earlier: &'a TrackedReturn) -> &'a TrackedReturn {
    // No line of a sound tracker is far from the first, and those in a circle have no end.
    lines.iter().fold(earlier, |latest, _| replacing(lines, latest).unwrap_or(latest))
}

/// What a line may call a return that it supersedes.
fn called(line: &TrackedReturn) -> Option<String> {
    let reference = Some(&line.record.reference).filter(|reference| !reference.is_empty());
    line.files.first().or(reference).cloned()
}

/// Whether a line has these files already: the same call again.
fn lists_all(line: &TrackedReturn, files: &[Reply]) -> bool {
    files.iter().all(|reply| line.files.contains(&reply.name))
}

fn is_called(line: &TrackedReturn, name: &str) -> bool {
    line.record.reference == name || line.files.iter().any(|file| file == name)
}

/// The line that was waiting for the first files of a force: of what is pending, or answered without saying by which.
fn open_line<'a>(lines: &'a [TrackedReturn], force: &'a Arc<str>, had_files: bool) -> Option<&'a TrackedReturn> {
    let waits = |line: &&TrackedReturn| {
        let status = line.record.status.as_str();
        line.files.is_empty() && (status == "pending" || (!had_files && ["answered", "partial"].contains(&status)))
    };
    let mut waiting = of_force(lines, force).filter(waits);
    match (waiting.next(), waiting.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn amend(request: &RequestFolder<'_>, line: &TrackedReturn, names: &str, how: &How) -> Result<(), NotAdded> {
    let received = received(how);
    let mut fields = vec![("files", names)];
    if line.record.status == "pending" {
        fields.push(("status", "answered"));
    }
    if line.record.received.is_empty() {
        fields.push(("received", &received));
    }
    Ok(edit::amend(&request.tracker()?, line.line().unwrap_or(0), &line.seen(), &fields)?)
}

fn append(
    request: &RequestFolder<'_>,
    force: &Arc<str>,
    names: &str,
    superseded: &str,
    how: &How,
) -> Result<(), NotAdded> {
    let received = received(how);
    let mut fields = vec![("force", &**force), ("files", names), ("received", &received), ("status", "answered")];
    fields.extend((!superseded.is_empty()).then_some(("supersedes", superseded)));
    fields.extend((!how.only.is_empty()).then_some(("supersedes_only", &*how.only)));
    edit::append(&request.tracker()?, &fields)?;
    Ok(())
}

fn received(how: &How) -> String {
    if how.received.is_empty() { today() } else { how.received.clone() }
}
