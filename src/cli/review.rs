//! `foi review`.

use std::collections::HashSet;
use std::env;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::answers::release_of;
use super::dialogue::{self, Ended};
use super::{Exit, say, stopped};
use crate::config::{self, Plan};
use crate::pipeline::Stop;
use crate::review::{self, Signed, Waiting, workbook};

/// Settle what waits for a person
#[derive(Debug, Args)]
pub(super) struct Review {
    /// Who decides; without it, the name of the user
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Write what waits into a workbook, .xlsx, for colleagues to fill in
    #[arg(long, value_name = "FILE", conflicts_with = "import")]
    export: Option<PathBuf>,
    /// Take the decisions from such a workbook
    #[arg(long, value_name = "FILE")]
    import: Option<PathBuf>,
}

impl Review {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        if self.export.is_none() && self.import.is_none() && !io::stdin().is_terminal() {
            say("error: there is no terminal to ask at");
            say("  hint: foi review --export todo.xlsx writes the questions into a workbook, --import takes it back");
            return Exit::Usage;
        }
        if let Some(file) = self.export.iter().find(|file| !is_workbook(file)) {
            say(&format!("error: {} is to be a workbook, and its name does not end in .xlsx", file.display()));
            say(&format!("  hint: foi review --export {}", file.with_extension("xlsx").display()));
            return Exit::Usage;
        }
        let who = self.who();
        if self.export.is_none() && who.is_none() {
            say("error: nobody says who decides\n  hint: name yourself with --by");
            return Exit::Usage;
        }
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        let release = match release_of(&plan) {
            Ok(release) => release,
            Err(exit) => return exit,
        };
        let waiting = match review::waiting(&plan, &release) {
            Ok(waiting) => waiting,
            Err(error) => {
                say(&format!(
                    "error: {error}\n  hint: an earlier version may have made the release; foi run makes it anew"
                ));
                return Exit::NothingReadable;
            }
        };
        let signed = Signed::today(&who.unwrap_or_default());
        let exit = match (&self.export, &self.import) {
            (Some(file), _) => export(&plan, &waiting, file),
            (_, Some(file)) => import(project, plan, &waiting, file, &signed),
            _ => match dialogue::hold(project, plan, waiting.decisions, &signed) {
                Ended::Settled => Exit::Done,
                Ended::Stopped(exit) => exit,
            },
        };
        mend(&waiting.to_mend);
        exit
    }

    /// A name that the tables can hold; `stock` marks lines that are shipped.
    fn who(&self) -> Option<String> {
        let name = self.by.clone().or_else(|| env::var("USER").ok())?;
        Some(name.trim().to_owned()).filter(|name| !name.is_empty() && name != "stock")
    }
}

/// What no answer settles: lines of the configuration that do nothing, or do it no more.
fn mend(findings: &[review::Noticed]) {
    if findings.is_empty() {
        return;
    }
    say("\nlines of the configuration to mend, or to take out:");
    for finding in findings {
        say(&format!("  {}: {}\n    hint: {}", finding.place, finding.message, finding.hint));
    }
}

fn is_workbook(file: &Path) -> bool {
    file.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"))
}

fn export(plan: &Plan, waiting: &Waiting, file: &Path) -> Exit {
    let book = match workbook::written(plan, &waiting.decisions) {
        Ok(book) => book,
        Err(error) => {
            say(&format!("error: the workbook cannot be made: {error}"));
            return Exit::Io;
        }
    };
    // Somebody may have filled in the one that is there.
    let made = fs::File::create_new(file).and_then(|mut new| io::Write::write_all(&mut new, &book));
    if let Err(error) = made {
        let name = file.display();
        if error.kind() == io::ErrorKind::AlreadyExists {
            say(&format!("error: {name} is there already, perhaps with answers in it, and stays as it is"));
            say(&format!("  hint: foi review --import {name} takes its answers; or export under another name"));
        } else {
            say(&format!("error: cannot write {name}: {error}"));
        }
        return Exit::Io;
    }
    say(&format!("{} to decide, in {}", waiting.decisions.len(), file.display()));
    say("next: fill in the yellow columns, then: foi review --import FILE");
    Exit::Done
}

fn import(project: &Path, plan: Plan, waiting: &Waiting, file: &Path, signed: &Signed) -> Exit {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            say(&format!("error: cannot read {}: {error}", file.display()));
            return Exit::Io;
        }
    };
    let rows = match workbook::read(&bytes, &plan.settings) {
        Ok(rows) => rows,
        Err(why) => {
            say(&format!("error: {}: {why}", file.display()));
            return Exit::NothingReadable;
        }
    };
    let (mut plan, mut applied, mut left, mut blank) = (plan, 0, 0, 0);
    let mut seen = HashSet::new();
    for row in rows {
        if row.is_blank() {
            blank += 1;
            continue;
        }
        // A copied row decides once more, unless it is for another force.
        if !seen.insert(row.decides(&plan)) {
            left += 1;
            say(&format!("row {} was left: a row above has decided it\n  {}", row.number, row.quoted()));
            continue;
        }
        match row.apply(&plan, &waiting.decisions, signed) {
            Ok(lines) => {
                applied += 1;
                say(&format!("row {}: {}", row.number, lines.join(", ")));
                plan = match config::load(project) {
                    Ok(plan) => plan,
                    Err(problems) => return stopped(&Stop::Configuration(problems)),
                };
            }
            Err(why) => {
                left += 1;
                say(&format!("row {} was left: {why}\n  {}", row.number, row.quoted()));
            }
        }
    }
    say(&format!("{applied} applied, {left} left, {blank} without a decision"));
    if applied > 0 {
        say("next: foi run");
    }
    if left > 0 { Exit::Review } else { Exit::Done }
}
