//! `foi init`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, add, prompt, say, stopped};
use crate::adding::{self, Imported, Letter, NotAdded};
use crate::config::{self, Plan, Problem};
use crate::intake;
use crate::pipeline::Stop;
use crate::read;

/// Begin a request
#[derive(Debug, Args)]
pub(super) struct Init {
    /// A name for it, which becomes its folder in inbox/
    #[arg(value_name = "REQUEST")]
    request: String,
    /// The list of requests and answers that you have kept, as a spreadsheet or CSV
    #[arg(long, value_name = "TRACKER")]
    from: Option<PathBuf>,
    /// What the letter asked, in a line
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// What its figures count: a unit of config/dimensions.toml
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Whether it asked for what was recorded in the period, or closed in it
    #[arg(long, value_name = "BASIS", value_parser = ["recorded", "closed"])]
    count_basis: Option<String>,
    /// The offence it asked about: a term or a label of config/vocab/
    #[arg(long, value_name = "TERM")]
    offence: Option<String>,
    /// The period it asked for, for example "April 2015 to March 2016"
    #[arg(long, value_name = "WORDS")]
    period: Option<String>,
    /// How a bare year in an answer reads
    #[arg(long, value_name = "READING", value_parser = ["calendar", "financial"])]
    bare_years: Option<String>,
}

impl Init {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        if !adding::is_request_name(&self.request) {
            let open = format!("`{}` is no name of a folder\n  hint: for example 2026-knives", self.request);
            return add::failed(&NotAdded::Open(open));
        }
        match adding::project(project) {
            Ok(true) => say("made config/ as the program ships it"),
            Ok(false) => {}
            Err(error) => return add::failed(&NotAdded::Io { path: "config".into(), error }),
        }
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        self.begin(&plan).unwrap_or_else(|error| add::failed(&error))
    }

    fn begin(&self, plan: &Plan) -> Result<Exit, NotAdded> {
        let imported = self.from.as_deref().map(|path| imported(plan, path)).transpose()?;
        let there = adding::letter(plan, &self.request);
        let letter = if there.is_some() { self.said() } else { self.letter(plan)? };
        let made = adding::request(plan, &self.request, &letter, imported.as_ref())?;
        for path in &made {
            say(&format!("made {}/{path}", plan.settings.inbox.display()));
        }
        if made.is_empty() {
            say("nothing was made: all of it is there already");
        }
        let open = imported.as_ref().is_some_and(report);
        let dropped = there.map(|there| dropped(&there, &letter)).unwrap_or_default();
        if !dropped.is_empty() {
            say(&format!(
                "not written: request.toml is there already, and says nothing or something else of {}\n  hint: write it into \
                 {}/{}/request.toml",
                dropped.join(", "),
                plan.settings.inbox.display(),
                self.request
            ));
            return Ok(if made.is_empty() { Exit::Refused } else { Exit::Review });
        }
        let lacks = [&letter.title, &letter.unit, &letter.count_basis].iter().any(|text| text.is_empty());
        say("next: foi check says what is missing; foi add puts the replies in");
        Ok(if open || (lacks && !made.is_empty()) { Exit::Review } else { Exit::Done })
    }

    /// What was said on the command line.
    fn said(&self) -> Letter {
        let said = |said: &Option<String>| said.clone().unwrap_or_default();
        Letter {
            title: said(&self.title),
            unit: said(&self.unit),
            count_basis: said(&self.count_basis),
            offence: said(&self.offence),
            period: said(&self.period),
            bare_years: said(&self.bare_years),
        }
    }

    /// What was said on the command line; the rest is asked, if somebody is there, until it is what a run takes.
    fn letter(&self, plan: &Plan) -> Result<Letter, NotAdded> {
        let mut letter = self.said();
        for (key, said) in letter.keys().into_iter().filter(|(_, said)| !said.is_empty()) {
            intake::check_letter(plan, key, said).map_err(|problem| NotAdded::Open(worded(&problem)))?;
        }
        if !prompt::is_attended() {
            return Ok(letter);
        }
        let units: Vec<&str> = plan.units.iter().map(AsRef::as_ref).collect();
        let units = format!("what its figures count ({})", units.join(", "));
        for (key, text, question) in [
            ("title", &mut letter.title, "what the letter asked, in a line"),
            ("unit", &mut letter.unit, &units),
            ("count-basis", &mut letter.count_basis, "`recorded` in the period, or `closed` in it"),
            (
                "offence",
                &mut letter.offence,
                "the offence, a term of config/vocab/offence.terms.csv (blank if several)",
            ),
            ("period", &mut letter.period, "the period asked for, as `April 2015 to March 2016`"),
        ] {
            while text.is_empty() {
                // Blank, or the end of the input, leaves it for later.
                let Some(answer) = prompt::ask(&format!("{question}:")).filter(|answer| !answer.is_empty()) else {
                    break;
                };
                match intake::check_letter(plan, key, &answer) {
                    Ok(()) => *text = answer,
                    Err(problem) => say(&worded(&problem)),
                }
            }
        }
        Ok(letter)
    }
}

/// What is wrong with one answer.
fn worded(problem: &Problem) -> String {
    format!("{}\n  hint: {}", problem.message, problem.hint.as_deref().unwrap_or_default())
}

/// Keys that were said and of which the letter that is there says something else.
fn dropped(there: &toml::Table, letter: &Letter) -> Vec<&'static str> {
    let differs =
        |(key, said): &(&str, &str)| !said.is_empty() && there.get(*key).and_then(|v| v.as_str()) != Some(*said);
    letter.keys().into_iter().filter(differs).map(|(key, _)| key).collect()
}

fn imported(plan: &Plan, path: &Path) -> Result<Imported, NotAdded> {
    let shown = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| NotAdded::Io { path: shown.clone(), error })?;
    let file = read::file(&bytes, &plan.settings, None).map_err(|unreadable| {
        let kind = unreadable.kind();
        NotAdded::Open(format!("{shown}: {}\n  hint: {}", kind.message(), kind.hint()))
    })?;
    adding::import(plan, &file.grids).ok_or_else(|| {
        NotAdded::Open(format!(
            "{shown} has no column of forces\n  hint: head it `force`, `authority` or `public body`"
        ))
    })
}

/// Says what was understood and what was not; returns whether something is left to do.
fn report(imported: &Imported) -> bool {
    say(&format!("{} lines, {} forces", imported.lines.len(), imported.forces.len()));
    for header in &imported.left_out {
        say(&format!("left out the column `{header}`"));
    }
    for total in &imported.totals {
        say(&format!("left out the line `{total}`, which adds up the others"));
    }
    for kind in &imported.unknown_forces {
        say(&format!("{}\n  hint: {}", kind.message(), kind.hint()));
    }
    for status in &imported.unknown_statuses {
        say(&format!("`{status}` is no status we know; it was kept, for you to say which of ours it is"));
    }
    for text in &imported.unknown_days {
        say(&format!("`{text}` is no day that we know; it was kept, for you to write it as 2026-05-04"));
    }
    if imported.without_status > 0 {
        say(&format!(
            "{} line(s) say nothing of a status\n  hint: write one of {} into returns.csv; no run takes a line without",
            imported.without_status,
            intake::STATUSES.join(", ")
        ));
    }
    let understood = imported.unknown_statuses.is_empty() && imported.unknown_days.is_empty();
    !(imported.unknown_forces.is_empty() && understood && imported.without_status == 0)
}
