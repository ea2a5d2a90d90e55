//! Releases and their order: which is published, what the next is called, and what a person does with those that were
//! refused or replaced.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan};
use nix::unistd::Group;

use crate::config::Plan;
use crate::pipeline::{AsBefore, Stop};
use crate::publish::{self, Lock, NotPublished, Readers, Scratch, kept};
use crate::warehouse::release;
pub use crate::warehouse::release::{Facts, facts};
use crate::{fault, verify};

/// What is published before a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Previous {
    None,
    Release(Facts),
    /// A release of another version of the program, by its run.
    Foreign(String),
}

impl Previous {
    /// The run that made it.
    #[must_use]
    pub fn run_id(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Release(Facts { run_id, .. }) | Self::Foreign(run_id) => Some(run_id),
        }
    }
}

/// What is published at a target. A file that is no release protects nothing: it is as if there was none, with a notice.
///
/// # Errors
/// A release of another version does not say which run made it.
pub fn previous(target: &Path) -> Result<(Previous, Option<String>), NotPublished> {
    if !target.exists() {
        return Ok((Previous::None, None));
    }
    match facts(target) {
        Ok(Some(facts)) => Ok((Previous::Release(facts), None)),
        Ok(None) => Ok((Previous::Foreign(release::run_id(target)?), None)),
        Err(error) => {
            let notice = format!("{} could not be opened and is replaced: {error}", target.display());
            Ok((Previous::None, Some(notice)))
        }
    }
}

/// What is published, by whoever is about to publish, and what a person should know of.
///
/// # Errors
/// A client has it open for writing, or as of [`previous`].
pub fn undisturbed(lock: &Lock, target: &Path) -> Result<(Previous, Vec<String>), NotPublished> {
    let moved = publish::undisturbed(lock, target)?;
    let (previous, notice) = previous(target)?;
    Ok((previous, moved.into_iter().chain(notice).collect()))
}

/// The release that was made from the same inputs, or of which `says_as_much` holds: the published one; or the last that
/// was refused, if it was made from the same inputs.
///
/// # Errors
/// A folder of releases cannot be read.
pub fn made_from(
    inputs: &str,
    target: &Path,
    previous: &Previous,
    says_as_much: impl FnOnce(&Facts) -> bool,
) -> Result<Option<AsBefore>, NotPublished> {
    let as_before = |facts: Facts, path: PathBuf, refused: Option<String>| AsBefore {
        run_id: facts.run_id,
        open_findings: facts.open_findings,
        path,
        refused,
        notices: Vec::new(),
    };
    if let Previous::Release(facts) = previous
        && (facts.inputs == inputs || says_as_much(facts))
    {
        return Ok(Some(as_before(facts.clone(), target.to_owned(), None)));
    }
    let why = kept::hold(target)?.unwrap_or_else(|| "the gate refused it".to_owned());
    let folder = kept::refused_folder(target);
    let Some(last) = kept::runs(&folder)?.pop() else { return Ok(None) };
    let place = kept::place(&folder, &last);
    // One that cannot be opened is not the same as anything.
    let found = facts(&place).ok().flatten();
    let same = |facts: &Facts| facts.inputs == inputs && facts.previous_run.as_deref() == previous.run_id();
    Ok(found.filter(same).map(|facts| as_before(facts, place, Some(why))))
}

/// The name of a run that began at a moment: later than all releases there are, whatever the clock says.
///
/// # Errors
/// A folder of releases cannot be read.
pub fn name(started: Timestamp, target: &Path, previous: &Previous) -> Result<(String, Option<String>), NotPublished> {
    let name = started.strftime(kept::NAME).to_string();
    let kept = kept::runs(&kept::kept_folder(target))?.pop();
    let refused = kept::runs(&kept::refused_folder(target))?.pop();
    let latest = kept.into_iter().chain(refused).chain(previous.run_id().map(str::to_owned)).max();
    let Some(latest) = latest.filter(|latest| *latest >= name) else { return Ok((name, None)) };
    let next = DateTime::strptime(kept::NAME, &latest).and_then(|moment| moment.checked_add(1.millisecond()));
    // A release that names no moment is of no run of ours: nothing sorts after it.
    let Ok(next) = next.map(|moment| moment.strftime(kept::NAME).to_string()) else { return Ok((name, None)) };
    let notice = format!("the clock stands at {name}, before the release {latest}: this run is named {next}");
    Ok((next, Some(notice)))
}

/// Who may read releases.
///
/// # Errors
/// There is no group of that name.
pub fn readers(plan: &Plan) -> Result<Readers, NotPublished> {
    let Some(name) = &plan.settings.publish.group else { return Ok(Readers::Group(None)) };
    match Group::from_name(name) {
        Ok(Some(group)) => Ok(Readers::Group(Some(group.gid.as_raw()))),
        _ => Err(NotPublished::NoGroup(name.clone())),
    }
}

/// The release that a person asks about first: the one refused last, if it was made after the published one; else that.
///
/// # Errors
/// There is no release, or a folder of releases cannot be read.
pub fn latest(target: &Path) -> Result<PathBuf, NotPublished> {
    let folder = kept::refused_folder(target);
    let published = previous(target)?.0.run_id().map(str::to_owned);
    let refused = kept::runs(&folder)?.pop().filter(|run| published.as_ref().is_none_or(|published| run > published));
    match refused {
        Some(run) => Ok(kept::place(&folder, &run)),
        None => self::published(target),
    }
}

/// The release that a release was made after.
///
/// # Errors
/// It was the first, or the one before it is not kept.
pub fn before(target: &Path, later: &Path) -> Result<PathBuf, NotPublished> {
    let folder = kept::kept_folder(target);
    let run = facts(later)?.and_then(|facts| facts.previous_run);
    let published = previous(target)?.0.run_id().map(str::to_owned);
    match run {
        Some(run) if published.as_deref() == Some(&run) => Ok(target.to_owned()),
        Some(run) => find(&folder, &run),
        None => Err(NotPublished::NoneYet("earlier")),
    }
}

/// The published release.
///
/// # Errors
/// There is none.
pub fn published(target: &Path) -> Result<PathBuf, NotPublished> {
    if target.exists() {
        return Ok(target.to_owned());
    }
    Err(NotPublished::NoneYet("published"))
}

/// A release that a person names: by its file, or by the run that made it.
///
/// # Errors
/// There is no such release.
pub fn named(target: &Path, named: &str) -> Result<PathBuf, NotPublished> {
    let path = PathBuf::from(named);
    if path.is_file() {
        return Ok(path);
    }
    if previous(target)?.0.run_id() == Some(named) {
        return Ok(target.to_owned());
    }
    let refused = kept::refused_folder(target);
    if kept::runs(&refused)?.iter().any(|run| run == named) {
        return Ok(kept::place(&refused, named));
    }
    find(&kept::kept_folder(target), named)
}

/// Who publishes a release that the gate refused, and why.
#[derive(Debug, Clone, Copy)]
pub struct Accepted<'a> {
    pub by: &'a str,
    pub reason: &'a str,
    /// Whether the hold of a rollback stays on.
    pub keeps_hold: bool,
}

/// Publishes a release that the gate refused. Its findings that need a person, and what a person should know of.
///
/// # Errors
/// There is no such release, another was published since it was made, it was changed, or it cannot be published.
pub fn accept(plan: &Plan, run: &str, accepted: Accepted<'_>) -> Result<(u64, Vec<String>), Stop> {
    let target = &plan.release();
    let lock = publish::lock(target)?;
    let (previous, mut notices) = undisturbed(&lock, target)?;
    let place = find(&kept::refused_folder(target), run)?;
    let refused = facts(&place).map_err(NotPublished::from)?;
    undamaged(run, &place)?;
    let made_after = refused.as_ref().and_then(|facts| facts.previous_run.as_deref());
    if made_after != previous.run_id() {
        return Err(NotPublished::Overtaken {
            run: run.to_owned(),
            made_after: made_after.unwrap_or("none").to_owned(),
            published: previous.run_id().unwrap_or("none").to_owned(),
        }
        .into());
    }
    let on = Timestamp::now().strftime("%F").to_string();
    let scratch = Scratch::build(&lock, target, |path| {
        fs::copy(&place, path)
            .and_then(|_| fs::set_permissions(path, Permissions::from_mode(0o600)))
            .map_err(|error| duckdb::Error::ToSqlConversionFailure(error.into()))?;
        release::accepted(path, accepted.by, &on, accepted.reason)
    })?;
    if let Some(run_id) = previous.run_id() {
        kept::keep(&lock, target, run_id)?;
    }
    notices.extend(scratch.publish(target, readers(plan)?)?);
    fs::remove_file(&place).map_err(|error| publish::io_error(&place, error))?;
    fault::point("refused-removed");
    if !accepted.keeps_hold && kept::release_hold(&lock, target)? {
        notices.push("the hold of the last rollback is off".to_owned());
    }
    kept::retain(target, plan.settings.publish.keep)?;
    Ok((refused.map_or(0, |facts| facts.open_findings), notices))
}

/// Whether a release is what it was when it was made.
fn undamaged(run: &str, place: &Path) -> Result<(), NotPublished> {
    let problems = verify::release(place)?.problems.join("; ");
    if problems.is_empty() { Ok(()) } else { Err(NotPublished::Damaged { run: run.to_owned(), problems }) }
}

/// Puts a kept release back, the one before the published one if none is named, and holds it until [`release_hold`]. Returns its run.
///
/// # Errors
/// There is no such release, or it cannot be put back.
pub fn roll_back(target: &Path, run: Option<&str>, why: &str) -> Result<(String, Vec<String>), Stop> {
    let lock = publish::lock(target)?;
    let folder = kept::kept_folder(target);
    let (previous, mut notices) = undisturbed(&lock, target)?;
    let there = kept::runs(&folder)?;
    // What the published one was made after; else the newest that is older. Never one that it took the place of by going
    // back.
    let before = match &previous {
        Previous::Release(facts) => facts.previous_run.clone().filter(|run| there.contains(run)),
        Previous::Foreign(_) | Previous::None => None,
    };
    let older = |run: &&String| previous.run_id().is_none_or(|published| run.as_str() < published);
    let earlier = before.or_else(|| there.iter().rfind(older).cloned());
    let run = match (run, earlier) {
        (Some(run), _) => run.to_owned(),
        (None, Some(earlier)) => earlier,
        (None, None) => return Err(NotPublished::NoneYet("earlier").into()),
    };
    let place = find(&folder, &run)?;
    // One of another version of the program cannot be checked against what holds in ours.
    if facts(&place).map_err(NotPublished::from)?.is_some() {
        undamaged(&run, &place)?;
    }
    if let Some(published) = previous.run_id() {
        kept::keep(&lock, target, published)?;
    }
    let on = Timestamp::now().strftime("%F %T UTC");
    // First, so that a run which comes between publishes nothing.
    kept::put_hold(&lock, target, &format!("held at {run} by foi rollback, {on}: {why}"))?;
    notices.extend(Scratch::of_kept(&lock, target, &place)?.put_in_place(target)?);
    Ok((run, notices))
}

/// Lets runs publish again; whether there was a hold. What was refused meanwhile is judged anew by the next run.
///
/// # Errors
/// Another run holds the lock, or the hold cannot be removed.
pub fn release_hold(target: &Path) -> Result<bool, Stop> {
    let lock = publish::lock(target)?;
    let folder = kept::refused_folder(target);
    for run in kept::runs(&folder)? {
        let place = kept::place(&folder, &run);
        fs::remove_file(&place).map_err(|error| publish::io_error(&place, error))?;
    }
    Ok(kept::release_hold(&lock, target)?)
}

/// The release of a run in a folder.
fn find(folder: &Path, run: &str) -> Result<PathBuf, NotPublished> {
    let there = kept::runs(folder)?;
    if there.iter().any(|other| other == run) {
        return Ok(kept::place(folder, run));
    }
    Err(NotPublished::NoRelease { wanted: run.to_owned(), folder: folder.to_owned(), there })
}
