//! `foi add`.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use clap::Args;
use serde::Deserialize;

use super::{Exit, prompt, say, stopped};
use crate::adding::{self, Done, Found, How, NotAdded, Proposal, Reply, RequestFolder};
use crate::config::{self, Plan};
use crate::intake;
use crate::pipeline::Stop;
use crate::report::tables;
use crate::worker;

/// Lines of a sheet that may be its titles.
const TITLE_LINES: u32 = 6;

/// Put replies into a request
#[derive(Debug, Args)]
pub(super) struct Add {
    /// Files, or folders of files; `-` takes a table pasted from a web page or an e-mail, with --force
    #[arg(required = true, value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
    /// The request they answer
    #[arg(long, value_name = "ID")]
    request: String,
    /// The force that sent them all; two that answered together are joined by +
    #[arg(long, value_name = "ID")]
    force: Option<String>,
    /// Add without asking whatever names exactly one force; the rest is listed
    #[arg(long)]
    yes: bool,
    /// The day they came, if not today
    #[arg(long, value_name = "YYYY-MM-DD")]
    received: Option<String>,
    /// A file of the same name is a later version and replaces the one that is there; or name the file or the reference
    /// of the return that is replaced
    #[arg(long, value_name = "FILE|REFERENCE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    supersedes: Option<String>,
    /// With --supersedes: only these tables of it, `sheet:NAME` or `split:DIMENSION`, several with | between them
    #[arg(long, value_name = "TABLES", requires = "supersedes", default_value = "", hide_default_value = true)]
    only: String,
}

/// One cell as `foi inspect --cells` prints it.
#[derive(Debug, Deserialize)]
struct Cell {
    sheet: String,
    #[serde(rename = "cell")]
    address: String,
    kind: String,
    text: String,
}

impl Add {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        match self.add(project, &plan) {
            Ok(exit) => exit,
            Err(error) => failed(&error),
        }
    }

    fn add(&self, project: &Path, plan: &Plan) -> Result<Exit, NotAdded> {
        let request = RequestFolder::open(plan, &self.request)?;
        request.lines()?;
        let received = self.received.clone().unwrap_or_default();
        if !received.is_empty() && received.parse::<jiff::civil::Date>().is_err() {
            return Err(NotAdded::Open(format!("`{received}` is no day\n  hint: write it as 2026-11-29")));
        }
        let said = self.force.as_deref().map(|name| force(plan, name)).transpose()?;
        let how = How {
            received,
            supersedes: self.supersedes.is_some(),
            superseded: self.supersedes.clone().unwrap_or_default(),
            only: self.only.clone(),
        };
        if self.paths == [Path::new("-")] {
            return pasted(&request, said.as_ref(), &how);
        }
        let mut noted = Vec::new();
        let found = adding::found(&self.paths, &mut noted);
        for finding in noted {
            say(&format!("passed over {}: {}", finding.place, finding.kind.message()));
        }
        if found.is_empty() {
            say("error: there is no file");
            return Ok(Exit::NoInput);
        }
        let decided = match said {
            Some(force) => found.into_iter().map(|found| (found, Some(force.clone()))).collect(),
            None => match self.decide(plan, proposed(project, plan, found)) {
                Some(decided) => decided,
                None => return Ok(Exit::Refused),
            },
        };
        put_in(&request, &decided, &how)
    }

    /// The force of each file as a person confirms it, or as `--yes` does; nothing if nobody is there to ask.
    fn decide(&self, plan: &Plan, proposals: Vec<Proposal>) -> Option<Vec<(Found, Option<Arc<str>>)>> {
        say(&table(&proposals));
        let certain = proposals.iter().filter(|proposal| proposal.only().is_some()).count();
        let by_proposal = |proposal: Proposal| (proposal.only().cloned(), proposal.found);
        if self.yes {
            let decided = proposals.into_iter().map(by_proposal).map(|(force, found)| (found, force));
            return Some(decided.collect());
        }
        if !prompt::is_attended() {
            say("nothing was added: nobody is there to confirm it\n  hint: --yes takes what names exactly one force, \
                 --force says whose all of them are");
            return None;
        }
        let all = match certain {
            0 => false,
            _ => {
                let answer =
                    prompt::ask(&format!("add the {certain} that name one force? [y]es, [n]o, [e]ach by itself:"))?;
                match answer.to_lowercase().as_str() {
                    "y" | "yes" => true,
                    "e" | "each" => false,
                    _ => {
                        say("nothing was added");
                        return None;
                    }
                }
            }
        };
        let mut decided = Vec::new();
        for proposal in proposals {
            let force = match proposal.only().filter(|_| all) {
                Some(force) => Some(force.clone()),
                None => ask_for(plan, &proposal),
            };
            decided.push((proposal.found, force));
        }
        Some(decided)
    }
}

/// Whose each file may be; a file is opened only where its names say nothing.
fn proposed(project: &Path, plan: &Plan, found: Vec<Found>) -> Vec<Proposal> {
    let propose = |found| {
        let proposal = adding::propose(plan, found);
        if !proposal.candidates.is_empty() {
            return proposal;
        }
        let titles = titles(project, plan, &proposal.found.path);
        adding::with_titles(plan, proposal, &titles)
    };
    found.into_iter().map(propose).collect()
}

/// The force that a person names for one file; nothing if the file is to be left.
fn ask_for(plan: &Plan, proposal: &Proposal) -> Option<Arc<str>> {
    let proposed = proposal.only().map_or(String::new(), |force| format!(" [{force}]"));
    loop {
        let answer = prompt::ask(&format!("force of `{}`{proposed}, or - to leave it:", proposal.found.name))?;
        match (answer.as_str(), proposal.only()) {
            ("-", _) | ("", None) => return None,
            ("" | "y", Some(force)) => return Some(force.clone()),
            (name, _) => match intake::force_set(plan, name) {
                Ok(force) => return Some(force),
                Err(kind) => say(&format!("{}; {}", kind.message(), kind.hint())),
            },
        }
    }
}

fn force(plan: &Plan, name: &str) -> Result<Arc<str>, NotAdded> {
    intake::force_set(plan, name).map_err(|kind| NotAdded::Open(format!("{}\n  hint: {}", kind.message(), kind.hint())))
}

fn table(proposals: &[Proposal]) -> String {
    let row = |proposal: &Proposal| {
        let forces: Vec<&str> = proposal.candidates.iter().map(AsRef::as_ref).collect();
        let forces = if forces.is_empty() { "?".to_owned() } else { forces.join(" or ") };
        vec![proposal.found.path.display().to_string(), forces, proposal.because.clone()]
    };
    let rows: Vec<Vec<String>> = proposals.iter().map(row).collect();
    tables::drawn(&["file", "force", "because of"].map(str::to_owned), &rows)
}

/// What the first lines of a file's sheets say, and what the sheets are called. A child opens it: nobody knows it yet.
fn titles(project: &Path, plan: &Plan, file: &Path) -> Vec<String> {
    let child = std::env::current_exe().map(|program| {
        let mut command = Command::new(program);
        command.arg("--project").arg(project).args(["inspect", "--confined", "--cells", "--"]).arg(file);
        worker::alone(&mut command, &plan.settings.workers)
    });
    let Ok(Ok(Ok(output))) = child else { return Vec::new() };
    let text = String::from_utf8_lossy(&output.stdout);
    let cells = text.lines().filter_map(|line| serde_json::from_str::<Cell>(line).ok());
    let row = |address: &str| {
        let line = address.split_once(':').map_or(address.trim_start_matches(char::is_alphabetic), |(line, _)| line);
        line.parse::<u32>().unwrap_or(u32::MAX)
    };
    let mut out: Vec<String> = Vec::new();
    for cell in cells {
        if !out.contains(&cell.sheet) {
            out.push(cell.sheet.clone());
        }
        if cell.kind == "text" && row(&cell.address) <= TITLE_LINES {
            out.push(cell.text);
        }
    }
    out
}

/// A table from the clipboard becomes a file of the force.
fn pasted(request: &RequestFolder<'_>, force: Option<&Arc<str>>, how: &How) -> Result<Exit, NotAdded> {
    let Some(force) = force else {
        let open = "nobody knows whose a pasted table is\n  hint: say --force";
        return Err(NotAdded::Open(open.into()));
    };
    let mut text = String::new();
    let limit = request.plan.settings.limits.bytes_per_file;
    let read = io::stdin().take(limit).read_to_string(&mut text);
    read.map_err(|error| NotAdded::Io { path: "the pasted table".into(), error })?;
    if text.trim().is_empty() {
        say("error: nothing was pasted");
        return Ok(Exit::NoInput);
    }
    let day = if how.received.is_empty() { adding::today() } else { how.received.clone() };
    let (ending, text) = adding::pasted(text)?;
    let name = format!("pasted {day}.{ending}");
    let reply = Reply { from: "the pasted table".into(), name, bytes: text.into_bytes(), is_unnamed: true };
    let done = adding::add(request, force, &[reply], how)?;
    report(&done);
    Ok(if done.refused.is_empty() { Exit::Done } else { Exit::Refused })
}

/// Puts the files in, force by force.
fn put_in(request: &RequestFolder<'_>, decided: &[(Found, Option<Arc<str>>)], how: &How) -> Result<Exit, NotAdded> {
    let mut by_force: BTreeMap<&Arc<str>, Vec<Reply>> = BTreeMap::new();
    let mut left = 0;
    for (found, force) in decided {
        match force {
            Some(force) => {
                let bytes = read(request.plan, &found.path)?;
                let own = by_force.entry(force).or_default();
                // Two files of one name in two folders are two files.
                let is_taken = own.iter().any(|other| other.name == found.name && other.bytes != bytes);
                let name = if is_taken { found.name_with_folder() } else { found.name.clone() };
                own.push(Reply { from: found.path.display().to_string(), name, bytes, is_unnamed: false });
            }
            None => {
                say(&format!("left where it is: {}", found.path.display()));
                left += 1;
            }
        }
    }
    let (mut done, mut refused, mut new) = (0, 0, false);
    for (force, files) in by_force {
        match adding::add(request, force, &files, how) {
            Ok(of_force) => {
                report(&of_force);
                done += of_force.added.len();
                refused += of_force.refused.len();
                new |= of_force.added.iter().any(|own| own.is_new);
            }
            // What is open about one force is no matter of the others.
            Err(NotAdded::Open(open)) => {
                say(&format!("not added: {open}"));
                refused += 1;
            }
            Err(error) => return Err(error),
        }
    }
    if new {
        say("next: fill in what the lines lack (reference, caveat), and foi run");
    }
    Ok(match (done, left + refused) {
        (_, 0) => Exit::Done,
        (0, _) => Exit::Refused,
        _ => Exit::Review,
    })
}

fn read(plan: &Plan, path: &Path) -> Result<Vec<u8>, NotAdded> {
    let io = |error| NotAdded::Io { path: path.display().to_string(), error };
    let file = intake::open(path).map_err(io)?;
    let (size, limit) = (file.metadata().map_err(io)?.len(), plan.settings.limits.bytes_per_file);
    if size > limit {
        return Err(NotAdded::Open(format!("{} has {size} bytes, the limit is {limit}", path.display())));
    }
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

fn report(done: &Done) {
    for own in &done.added {
        let line =
            own.line.map_or("a line of returns.csv without files".to_owned(), |line| format!("returns.csv:{line}"));
        let supersedes = own.supersedes.as_ref().map_or(String::new(), |name| format!(", supersedes {name}"));
        let what = if own.is_new { "added" } else { "already there, no change:" };
        say(&format!("{what} {} ({line}{supersedes})", own.path));
    }
    for why in &done.refused {
        say(&format!("not added: {why}"));
    }
}

/// Says why nothing more was written, and gives the exit code.
pub(super) fn failed(error: &NotAdded) -> Exit {
    match error {
        NotAdded::Problems(problems) => stopped(&Stop::Configuration(problems.clone())),
        NotAdded::Open(open) => {
            say(&format!("error: {open}"));
            Exit::Refused
        }
        NotAdded::Tracker(_) | NotAdded::Io { .. } => {
            say(&format!("error: {error}"));
            Exit::Io
        }
    }
}
