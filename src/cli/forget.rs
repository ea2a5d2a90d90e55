//! `foi forget`.

use std::fs;
use std::io;
use std::path::Path;

use clap::Args;

use super::{Exit, say, stopped};
use crate::config::{self, Plan};
use crate::intake::{self, NotForgotten, Purged, Take};
use crate::pipeline::{self, AsBefore, Ended, Fate, Isolation, Stop};
use crate::publish::{self, Lock};
use crate::releases::{self, Accepted};
use crate::report::changes;

/// Purge a breached file
#[derive(Debug, Args)]
pub(super) struct Forget {
    /// The file: its path in the inbox (`request/force/name`), or the first twelve digits of its sha256 or more
    #[arg(value_name = "FILE|SHA256")]
    name: String,
    /// The request it answers, if FILE is only `force/name`
    #[arg(long, value_name = "ID")]
    request: Option<String>,
    /// Why; it stays in the manifest
    #[arg(long, value_name = "WORDS")]
    reason: String,
}

impl Forget {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        let target = plan.release();
        let purged = match publish::lock(&target) {
            Ok(lock) => match self.purge(&plan) {
                Ok(purged) => others(&lock, &target, &purged).map(|()| purged).map_err(NotForgotten::Io),
                Err(error) => Err(error),
            },
            Err(error) => return stopped(&Stop::Publish(error)),
        };
        match purged {
            Ok(purged) => self.rebuild(&plan, project, &target, &purged),
            Err(error) => self.failed(&error),
        }
    }

    /// The file itself, and all that was made of it but releases.
    fn purge(&self, plan: &Plan) -> Result<Purged, NotForgotten> {
        let inbox = plan.root.join(&plan.settings.inbox);
        let inside = Path::new(&self.name).canonicalize().ok().zip(inbox.canonicalize().ok());
        let from_here = inside.and_then(|(path, inbox)| Some(path.strip_prefix(inbox).ok()?.display().to_string()));
        let of_request = self.request.as_ref().map(|request| format!("{request}/{}", self.name));
        let name = from_here.or(of_request).unwrap_or_else(|| self.name.clone());
        let purged = intake::forget(plan, &name, &super::person(), &self.reason)?;
        for sha256 in &purged.sha256 {
            say(&format!("the manifest says that {} is forgotten", &sha256[..12]));
        }
        for path in &purged.inbox {
            say(&format!("removed {}", path.display()));
        }
        say(&format!("removed {} file(s) of the archive", purged.archived));
        // Results are small and can be made again, and none says in its name which file it is of.
        match fs::remove_dir_all(plan.root.join(&plan.settings.cache)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => {
                done?;
                say("removed all results of the cache");
            }
        }
        Ok(purged)
    }

    /// Publishes a release without the file. Where that cannot be done, none stays that holds it.
    fn rebuild(&self, plan: &Plan, project: &Path, target: &Path, purged: &Purged) -> Exit {
        let stop = if publish::holds(target, &purged.sha256) { run(plan, project, &self.reason).err() } else { None };
        // The run may have kept the release that it replaced.
        let swept = match publish::lock(target) {
            Ok(lock) => {
                others(&lock, target, purged).and_then(|()| publish::remove_if_holding(&lock, target, &purged.sha256))
            }
            Err(error) => return stopped(&Stop::Publish(error)),
        };
        let shown = plan.settings.warehouse.display();
        match swept {
            Ok(true) => say(&format!("removed {shown}: it held the file and could not be made again without it")),
            Ok(false) if target.is_file() => say(&format!("{shown} is without it")),
            Ok(false) => {}
            Err(error) => return self.failed(&NotForgotten::Io(error)),
        }
        say(&beyond(target));
        stop.map_or(Exit::Done, |stop| stopped(&stop))
    }

    fn failed(&self, error: &NotForgotten) -> Exit {
        match error {
            NotForgotten::Unknown => {
                say(&format!(
                    "error: {}: {error}\n  hint: name it as findings do: request/force/name, or force/name with \
                     --request",
                    self.name
                ));
                Exit::NoInput
            }
            NotForgotten::Empty => {
                say(&format!("error: {}: {error}\n  hint: delete it, there is nothing in it to purge", self.name));
                Exit::Refused
            }
            NotForgotten::Several(_) => {
                say(&format!("error: {}: {error}\n  hint: name one of them by its hash", self.name));
                Exit::Refused
            }
            NotForgotten::Io(_) => {
                say(&format!("error: not all could be purged: {error}\n  hint: mend that, and run foi forget again"));
                Exit::Io
            }
        }
    }
}

/// A run as any other, but that no gate and no hold stops it: the release that stands must go. What it finds is for the
/// next `foi run` to say; what it publishes besides, against a gate or a hold, is said here.
fn run(plan: &Plan, project: &Path, reason: &str) -> Result<(), Stop> {
    let ready = pipeline::prepare(project, Take::In)?;
    let (refused, why) = match pipeline::run(ready, Isolation::Workers, || ())? {
        Ended::AsBefore(AsBefore { run_id, refused, .. }) => (run_id, refused),
        Ended::Ran(outcome) => {
            for text in outcome.notices.iter().cloned().chain(outcome.changes.as_ref().map(changes::in_short)) {
                say(&format!("note: {text}"));
            }
            match outcome.fate {
                Fate::Refused { reasons, .. } => (outcome.run_id, Some(reasons.join("; "))),
                Fate::Published | Fate::Same => (outcome.run_id, None),
            }
        }
    };
    if let Some(why) = why {
        say(&format!("note: published all the same, because the release before holds the file: {why}"));
        let reason = format!("a file was forgotten: {reason}");
        let accepted = Accepted { by: &super::person(), reason: &reason, keeps_hold: true };
        for notice in releases::accept(plan, &refused, accepted)?.1 {
            say(&format!("note: {notice}"));
        }
    }
    Ok(())
}

/// Removes the releases beside the published one that hold the file.
fn others(lock: &Lock, target: &Path, purged: &Purged) -> io::Result<()> {
    for path in publish::remove_holding(lock, target, &purged.sha256)? {
        say(&format!("removed {}", path.display()));
    }
    Ok(())
}

/// What this command cannot reach.
fn beyond(target: &Path) -> String {
    let mut out = "not in its reach: backups, copies that others made, the history of a repository that the file was \
                   committed to, readers that have the old file open, a line of \
                   config/ or of returns.csv that quotes the file"
        .to_owned();
    let public = target.with_file_name("public");
    if fs::read_dir(&public).is_ok_and(|mut entries| entries.next().is_some()) {
        out.push_str(", and the public files, whose sums may hold its counts: ");
        out.push_str(&public.display().to_string());
    }
    out
}
