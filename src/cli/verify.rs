//! `foi verify`.

use std::path::Path;

use clap::Args;

use super::{Exit, say, stopped};
use crate::pipeline::Stop;
use crate::{config, intake, publish, releases, verify};

/// Check a release and the archive from end to end
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The release: a file, or the run that made it; by default the published one
    release: Option<String>,
    /// Look at the release only, not at the archive
    #[arg(long)]
    release_only: bool,
}

impl Verify {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        let target = plan.release();
        let path = match self
            .release
            .as_deref()
            .map_or_else(|| releases::published(&target), |named| releases::named(&target, named))
        {
            Ok(path) => path,
            Err(error) => return stopped(&Stop::Publish(error)),
        };
        let log = publish::beside(&path, "wal");
        let left = log.exists().then(|| {
            format!("a client has left {}, which every reader replays; the next run moves it aside", log.display())
        });
        let mut problems = Vec::from_iter(left);
        problems.extend(match verify::release(&path) {
            Ok(verified) => {
                let (tables, rows) = (verified.tables, verified.rows);
                say(&format!("the release {} has {tables} tables of {rows} rows", verified.run_id));
                for notice in verified.notices {
                    say(&format!("note: {notice}"));
                }
                verified.problems
            }
            Err(error) => vec![format!("{} cannot be read: {error}", path.display())],
        });
        if !self.release_only {
            match intake::audit(&plan) {
                Ok((objects, damaged)) => {
                    say(&format!("the archive names {objects} different contents"));
                    problems.extend(damaged);
                }
                Err(error) => problems.push(format!("the archive cannot be read: {error}")),
            }
        }
        for problem in &problems {
            say(&format!("error: {problem}"));
        }
        if problems.is_empty() {
            say("all is as it was");
            return Exit::Done;
        }
        say(
            "  hint: foi rollback puts an earlier release back; or move a damaged release away, and foi run makes it anew from \
             the archive; restore a damaged archive from a backup",
        );
        Exit::Refused
    }
}
