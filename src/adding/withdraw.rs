//! A return that is to count no more: its line says so, and why.

use std::path::Path;
use std::sync::Arc;

use super::{NotAdded, RequestFolder, of_force, today};
use crate::config::edit;
use crate::intake::{self, TrackedReturn};

/// What was withdrawn.
#[derive(Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub force: String,
    /// Line of the tracker that says so now.
    pub line: usize,
    /// Files inside the force's folder that go with it.
    pub files: Vec<String>,
    /// The line that it was part of, with the files that stay.
    pub stays: Option<(usize, Vec<String>)>,
    /// It said so already, and nothing was changed.
    pub already: bool,
}

/// Withdraws the return that has a reference, or an id, or a file. Of a return with several files only the one that was
/// named goes, unless `all` of them are to.
///
/// # Errors
/// Nothing or more than one thing is called so, the tracker has mistakes, or it cannot be written.
pub fn withdraw(request: &RequestFolder<'_>, name: &str, reason: &str, all: bool) -> Result<Withdrawn, NotAdded> {
    let lines = request.lines()?;
    let file = inside(request, name)?;
    let by_name: Vec<&TrackedReturn> = lines.iter().filter(|line| is_called(line, name, file.as_ref())).collect();
    match (by_name[..].first(), by_name.len(), file) {
        (Some(line), 1, file) => {
            let of_all = all || line.record.id == name || line.record.reference == name;
            let file = file.map_or(name.to_owned(), |(_, file)| file);
            if of_all || line.files.len() < 2 {
                of_line(request, line, reason)
            } else {
                apart(request, &lines, line, &file, reason)
            }
        }
        (Some(_), several, _) => Err(NotAdded::Open(format!(
            "{several} returns are called `{name}`: {}\n  hint: name the file with the folder of its force, or the id of \
             the return",
            by_name.iter().map(|line| line.record.id.as_str()).collect::<Vec<_>>().join(", ")
        ))),
        // A file that no line lists: a line of its own keeps it out, and nothing else.
        (None, _, Some((force, file))) => {
            let caveat = caveat("", reason);
            let fields = [("force", &*force), ("files", &*file), ("status", "withdrawn"), ("caveat", &*caveat)];
            let line = edit::append(&request.tracker()?, &fields)?;
            Ok(Withdrawn { force: force.to_string(), line, files: vec![file], stays: None, already: false })
        }
        (None, _, None) => {
            let known: Vec<&str> = lines.iter().flat_map(|line| line.files.iter().map(String::as_str)).collect();
            let nearest = known.iter().find(|known| known.to_lowercase().contains(&name.to_lowercase()));
            let hint = nearest
                .map_or("name a file with the folder of its force, a reference, or the id of a return".into(), |n| {
                    format!("there is `{n}`")
                });
            Err(NotAdded::Open(format!(
                "no return of `{}` has a file, a reference or an id `{name}`\n  hint: {hint}",
                request.id
            )))
        }
    }
}

fn of_line(request: &RequestFolder<'_>, line: &TrackedReturn, reason: &str) -> Result<Withdrawn, NotAdded> {
    let at = line.line().unwrap_or(0);
    let already = line.record.status == "withdrawn";
    let mut files = line.files.clone();
    if files.is_empty() && !already {
        files = unlisted(request, &line.record.police_force)?;
    }
    if !already {
        let (caveat, names) = (caveat(&line.record.caveat, reason), files.join("|"));
        let fields = [("files", &*names), ("status", "withdrawn"), ("caveat", &*caveat)];
        edit::amend(&request.tracker()?, at, &line.seen(), &fields)?;
    }
    let force = line.record.police_force.to_string();
    Ok(Withdrawn { force, line: at, files, stays: None, already })
}

/// Takes one file out of its return: it gets a line of its own, and the others stay in theirs. Who is stopped between
/// the two has a file that no line lists, and does the same again.
fn apart(
    request: &RequestFolder<'_>,
    lines: &[TrackedReturn],
    line: &TrackedReturn,
    file: &str,
    reason: &str,
) -> Result<Withdrawn, NotAdded> {
    let (record, at) = (&line.record, line.line().unwrap_or(0));
    let force = record.police_force.to_string();
    if record.status == "withdrawn" {
        return Ok(Withdrawn { force, line: at, files: line.files.clone(), stays: None, already: true });
    }
    let stays: Vec<String> = line.files.iter().filter(|own| *own != file).cloned().collect();
    let tracker = request.tracker()?;
    // What supersedes the return may call it by the file that leaves it.
    for later in lines.iter().filter(|later| later.record.supersedes.as_ref() == Some(&record.id)) {
        edit::amend(&tracker, later.line().unwrap_or(0), &later.seen(), &[("supersedes", &stays[0])])?;
    }
    edit::amend(&tracker, at, &line.seen(), &[("files", &stays.join("|"))])?;
    let caveat = caveat(&record.caveat, reason);
    let fields = [
        ("force", &*force),
        ("files", file),
        ("reference", &*record.reference),
        ("url", &*record.url),
        ("received", &*record.received),
        ("status", "withdrawn"),
        ("caveat", &*caveat),
    ];
    let own = edit::append(&tracker, &fields)?;
    Ok(Withdrawn { force, line: own, files: vec![file.to_owned()], stays: Some((at, stays)), already: false })
}

/// The files of a force that no line lists. A line that lists none had them all; once withdrawn it must name them, or they
/// would be nobody's and stay loaded.
fn unlisted(request: &RequestFolder<'_>, force: &Arc<str>) -> Result<Vec<String>, NotAdded> {
    let lines = request.lines()?;
    let seen = intake::ever_seen(request.plan, &request.id).map_err(|error| request.io("", error))?;
    let own = seen.iter().filter_map(|path| {
        let (folder, file) = path.split_once('/')?.1.split_once('/')?;
        let is_its = intake::force_set(request.plan, folder).is_ok_and(|own| own == *force);
        is_its.then(|| file.to_owned())
    });
    Ok(own.filter(|file| !of_force(&lines, force).any(|line| line.files.contains(file))).collect())
}

/// The force's own caveat stays, word for word, before ours.
fn caveat(before: &str, reason: &str) -> String {
    let ours = format!("withdrawn {}: {reason}", today());
    if before.is_empty() { ours } else { format!("{before}; {ours}") }
}

fn is_called(line: &TrackedReturn, name: &str, file: Option<&(Arc<str>, String)>) -> bool {
    let lists = |file: &str| line.files.iter().any(|own| own == file);
    let by_file = file.is_some_and(|(force, file)| line.record.police_force == *force && lists(file));
    by_file || line.record.id == name || line.record.reference == name || (file.is_none() && lists(name))
}

/// The force and the path inside its folder of a file that was ever seen or stands there: named from the working folder,
/// from the inbox, or from the folder of the request.
fn inside(request: &RequestFolder<'_>, name: &str) -> Result<Option<(Arc<str>, String)>, NotAdded> {
    let seen = intake::ever_seen(request.plan, &request.id).map_err(|error| request.io("", error))?;
    let inbox = request.plan.root.join(&request.plan.settings.inbox);
    let from_here = || {
        let (inbox, path) = (inbox.canonicalize().ok()?, Path::new(name).canonicalize().ok()?);
        Some(path.strip_prefix(inbox).ok()?.to_string_lossy().into_owned())
    };
    let names = [Some(name.to_owned()), Some(format!("{}/{name}", request.id)), from_here()];
    let mut names = names.into_iter().flatten();
    Ok(names.find_map(|path| {
        let [id, folder, file] = path.splitn(3, '/').collect::<Vec<_>>()[..] else { return None };
        let force = intake::force_set(request.plan, folder).ok().filter(|_| id == request.id)?;
        seen.contains(&path).then(|| (force, file.to_owned()))
    }))
}
