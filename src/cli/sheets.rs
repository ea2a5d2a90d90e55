//! Sheets that were set aside, in `foi review`: the ways they could be read, and the recipe for the one a person picks.
//!
//! A child under a worker's limits reads the file, as for `foi inspect --tables`, and answers one JSON object.

use std::env;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::dialogue::Answer;
use super::{prompt, reading, say};
use crate::config::{Plan, edit};
use crate::intake::Whose;
use crate::read::ReadFile;
use crate::review::{Signed, readings};
use crate::worker;

/// Folder of recipes.
const FOLDER: &str = "config/layouts";

/// What the child says of one sheet.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Offered {
    /// As detection reads it.
    drawn: String,
    readings: Vec<Way>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Way {
    says: String,
    drawn: String,
    recipe: String,
    /// Names of dimensions, and their lines of headers with the unknown one.
    headers: Vec<(String, String)>,
}

impl Offered {
    /// Whether the sheet could not even be shown.
    pub(super) fn is_nothing(&self) -> bool {
        self.drawn.is_empty()
    }
}

/// What the child does.
pub(super) fn answered(plan: &Plan, whose: &Whose, read: &ReadFile, sheet: &str, rows: usize) -> String {
    let grid = read.grids.iter().find(|grid| *grid.sheet == *sheet);
    let offered = grid.map_or_else(Offered::default, |grid| Offered {
        drawn: reading::sheet(plan, whose, grid, rows),
        readings: readings::of(plan, whose, grid)
            .into_iter()
            .map(|way| {
                let drawn = reading::tables(plan, whose, grid, &way.detected);
                Way { says: way.says, drawn, recipe: way.recipe, headers: way.headers }
            })
            .collect(),
    });
    serde_json::to_string(&offered).unwrap_or_default()
}

/// Shows a sheet and the ways it could be read.
pub(super) fn offered(project: &Path, plan: &Plan, file: &str, sheet: &str) -> Offered {
    let path = plan.root.join(&plan.settings.inbox).join(file);
    let child = env::current_exe().and_then(|program| {
        let mut command = Command::new(program);
        command.arg("--project").arg(project).args(["inspect", "--confined"]);
        worker::alone(command.arg(format!("--readings={sheet}")).arg("--").arg(path), &plan.settings.workers)
    });
    let output = match child {
        Ok(Ok(output)) => output,
        Ok(Err(why)) => {
            say(&format!("  the file cannot be shown: {}", why.text()));
            return Offered::default();
        }
        Err(error) => {
            say(&format!("  the file cannot be shown: {error}"));
            return Offered::default();
        }
    };
    let Ok(offered) = serde_json::from_slice::<Offered>(&output.stdout) else {
        say("  the file cannot be shown: it stands in the inbox no more, or inside a zip");
        return Offered::default();
    };
    say(offered.drawn.trim_end());
    for (nth, way) in offered.readings.iter().enumerate() {
        say(&format!("\n  reading {}: {}\n{}", nth + 1, way.says, way.drawn.trim_end()));
        for (dimension, line) in &way.headers {
            say(&format!(
                "    where every force means this header so, paste over the headers of `{dimension}` in \
                 config/dimensions.toml, instead of a recipe:\n    {line}"
            ));
        }
    }
    match offered.readings.len() {
        0 => say("\n  no recipe that was tried gives other tables; docs/detection.md says how to write one"),
        _ => say("  type the number of a reading: its recipe goes into config/layouts/"),
    }
    offered
}

/// Asks which reading is right and writes its recipe.
pub(super) fn choose(
    plan: &Plan,
    offered: &Offered,
    (file, sheet): (&str, &str),
    signed: &Signed,
    common: impl Fn(&str) -> Option<Answer>,
) -> Answer {
    loop {
        let Some(line) = prompt::ask("decision:") else { return Answer::Quit };
        if let Some(answer) = common(&line) {
            return answer;
        }
        let way = line.parse::<usize>().ok().and_then(|nth| offered.readings.get(nth.checked_sub(1)?));
        let Some(way) = way else {
            say(&format!("  `{line}` is no answer here"));
            continue;
        };
        say(&format!("  {}", way.says.replace('\n', "\n  ")));
        match prompt::confirm("  is that how the sheet reads?") {
            None => return Answer::Quit,
            Some(true) => {}
            Some(false) => continue,
        }
        match written(plan, way, (file, sheet), signed) {
            Ok(path) => return Answer::Written(path),
            Err(error) => say(&format!("  error: {error}")),
        }
    }
}

/// Writes a recipe under a name that no other has.
fn written(plan: &Plan, way: &Way, (file, sheet): (&str, &str), signed: &Signed) -> Result<String, edit::NotEdited> {
    let name: String = format!("{file} {sheet}")
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let who = signed.who.replace(['\n', '\r'], " ");
    let text = format!("# Picked by {who} on {}.\n{}", signed.on, way.recipe);
    let mut number = 1;
    loop {
        let number_of = if number == 1 { String::new() } else { format!("-{number}") };
        let path = format!("{FOLDER}/{name}{number_of}.toml");
        if edit::create(&plan.root.join(&path), &text)? {
            return Ok(path);
        }
        number += 1;
    }
}
