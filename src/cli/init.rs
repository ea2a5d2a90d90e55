//! `foi init`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, add, prompt, say, stopped};
use crate::adding::{self, Imported, Letter, NotAdded};
use crate::config::{self, Plan};
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
        let letter = self.letter(plan);
        let made = adding::request(plan, &self.request, &letter, imported.as_ref())?;
        for path in &made {
            say(&format!("made {}/{path}", plan.settings.inbox.display()));
        }
        if made.is_empty() {
            say("nothing was made: all of it is there already");
        }
        let open = imported.as_ref().is_some_and(report);
        let lacks = [&letter.title, &letter.unit, &letter.count_basis].iter().any(|text| text.is_empty());
        say("next: foi check says what is missing; foi add puts the replies in");
        Ok(if open || (lacks && !made.is_empty()) { Exit::Review } else { Exit::Done })
    }

    /// What was said on the command line; the rest is asked, if somebody is there.
    fn letter(&self, plan: &Plan) -> Letter {
        let units: Vec<&str> = plan.units.iter().map(AsRef::as_ref).collect();
        let attended = prompt::is_attended();
        let get = |said: &Option<String>, question: &str| match said {
            Some(said) => said.clone(),
            None if attended => prompt::ask(&format!("{question}:")).unwrap_or_default(),
            None => String::new(),
        };
        Letter {
            title: get(&self.title, "what the letter asked, in a line"),
            unit: get(&self.unit, &format!("what its figures count ({})", units.join(", "))),
            count_basis: get(&self.count_basis, "recorded in the period, or closed in it"),
            offence: get(&self.offence, "the offence, a term of config/vocab/offence.terms.csv (blank if several)"),
            period: get(&self.period, "the period asked for, as `April 2015 to March 2016`"),
            bare_years: self.bare_years.clone().unwrap_or_default(),
        }
    }
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
    for kind in &imported.unknown_forces {
        say(&format!("{}\n  hint: {}", kind.message(), kind.hint()));
    }
    for status in &imported.unknown_statuses {
        say(&format!("`{status}` is no status we know; it was kept, for you to say which of ours it is"));
    }
    if imported.without_status > 0 {
        say(&format!("{} line(s) say nothing of a status", imported.without_status));
    }
    !(imported.unknown_forces.is_empty() && imported.unknown_statuses.is_empty() && imported.without_status == 0)
}
