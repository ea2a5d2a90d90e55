//! A request, or a project, that begins.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use super::import::Imported;
use super::{NotAdded, RequestFolder, store};
use crate::config::{self, Plan, SHIPPED};
use crate::intake;

/// What the letter of a new request says; what is blank is left for a person to fill in.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    pub title: String,
    pub unit: String,
    pub count_basis: String,
    pub offence: String,
    pub period: String,
    pub bare_years: String,
}

/// Writes the configuration that the program ships, if the project has none. Returns whether it did.
///
/// # Errors
/// It cannot be written; then there is none still.
pub fn project(root: &Path) -> io::Result<bool> {
    let config = root.join("config");
    if config.exists() {
        return Ok(false);
    }
    fs::create_dir_all(root)?;
    let scratch = tempfile::Builder::new().prefix(".config-").tempdir_in(root)?;
    for (path, text) in SHIPPED {
        let place = scratch.path().join(path);
        fs::create_dir_all(place.parent().unwrap_or(root))?;
        fs::write(place, text)?;
    }
    fs::rename(scratch.path().join("config"), config)?;
    Ok(true)
}

impl Letter {
    /// Its keys in `request.toml` and what it says under them; blank where it says nothing.
    #[must_use]
    pub fn keys(&self) -> [(&'static str, &str); 6] {
        [
            ("title", &self.title),
            ("unit", &self.unit),
            ("count-basis", &self.count_basis),
            ("offence", &self.offence),
            ("period", &self.period),
            ("bare-years", &self.bare_years),
        ]
    }
}

/// The letter that a request has already; nothing if it has none, or one that cannot be read.
#[must_use]
pub fn letter(plan: &Plan, id: &str) -> Option<toml::Table> {
    let path = plan.root.join(&plan.settings.inbox).join(id).join("request.toml");
    let text = fs::read(path).ok()?;
    Some(toml::from_str(&config::decode(&text)).unwrap_or_default())
}

/// Makes the folder of a request with its letter, its tracker and a folder for each force. Nothing that is there is
/// changed. Returns what was made, as paths in the inbox.
///
/// # Errors
/// There is a tracker already, or something cannot be written.
pub fn request(plan: &Plan, id: &str, letter: &Letter, tracker: Option<&Imported>) -> Result<Vec<String>, NotAdded> {
    let folder = plan.root.join(&plan.settings.inbox).join(id);
    let request = RequestFolder { plan, id: id.to_owned(), folder: folder.clone() };
    if tracker.is_some() && folder.join("returns.csv").exists() {
        return Err(NotAdded::Open(format!(
            "`{id}` has a tracker already, which is not overwritten\n  hint: take its returns.csv away first, or name a \
             new request"
        )));
    }
    let mut made = Vec::new();
    fs::create_dir_all(&folder).map_err(|error| request.io("", error))?;
    if let Some(imported) = tracker {
        store::create(&folder.join("returns.csv"), csv(imported)?.as_bytes())
            .map_err(|error| request.io("returns.csv", error))?;
        made.push(format!("{id}/returns.csv"));
        for force in &imported.forces {
            let name = force.replace('|', "+");
            fs::create_dir_all(folder.join(&name)).map_err(|error| request.io(&name, error))?;
        }
    }
    match store::create(&folder.join("request.toml"), toml(plan, letter, tracker).as_bytes()) {
        Ok(()) => made.push(format!("{id}/request.toml")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(request.io("request.toml", error)),
    }
    Ok(made)
}

fn csv(imported: &Imported) -> Result<String, NotAdded> {
    let written = || -> csv::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(intake::TRACKER)?;
        for line in &imported.lines {
            writer.write_record(intake::TRACKER.map(|column| line.get(column).map_or("", String::as_str)))?;
        }
        writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    };
    let bytes =
        written().map_err(|error| NotAdded::Io { path: "returns.csv".into(), error: io::Error::other(error) })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The letter, with what each key is for where it is blank.
fn toml(plan: &Plan, letter: &Letter, tracker: Option<&Imported>) -> String {
    let units: Vec<&str> = plan.units.iter().map(AsRef::as_ref).collect();
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut out = String::new();
    let mut key = |name: &str, value: &str, comment: &str, needed: bool| {
        let mark = if value.is_empty() && !needed { "# " } else { "" };
        if value.is_empty() {
            writeln!(out, "# {comment}").expect("writing to a string cannot fail");
        }
        writeln!(out, "{mark}{name} = {}", quoted(value)).expect("writing to a string cannot fail");
    };
    key("title", &letter.title, "What the letter asked, in a line.", true);
    key("unit", &letter.unit, &format!("What its figures count: {}.", units.join(", ")), true);
    key("count-basis", &letter.count_basis, "`recorded` in the period, or `closed` in it.", true);
    key("offence", &letter.offence, "A term of config/vocab/offence.terms.csv, if it asked about one offence.", false);
    key("period", &letter.period, "What it asked for, for example `April 2015 to March 2016`.", false);
    key(
        "bare-years",
        &letter.bare_years,
        "How a bare year reads: `calendar` or `financial`, where that is known.",
        false,
    );
    out.push_str(
        "# Dimensions of config/dimensions.toml that it asked about, for the table `coverage`.\n# questions = []\n",
    );
    let forces = tracker.iter().flat_map(|imported| &imported.forces).flat_map(|set| set.split('|'));
    let asked: std::collections::BTreeSet<String> = forces.map(quoted).collect();
    if !asked.is_empty() {
        let asked: Vec<String> = asked.into_iter().collect();
        writeln!(out, "forces-asked = [{}]", asked.join(", ")).expect("writing to a string cannot fail");
    }
    out
}
