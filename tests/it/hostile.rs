//! Hostile files among those of the sample: each costs itself only, is named, and nothing it hides comes out.
//!
//! The files and what must come of them are in `tests/hostile`. `FOI_HOSTILE=folder cargo test --test it hostile` also
//! writes them into a folder, for people to open.

#[path = "../hostile/mod.rs"]
mod corpus;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin_cmd;
use rayon::prelude::*;

use self::corpus::placed::{self, Growing};
use self::corpus::{MARKER, corpus};
use super::sample::{ask, copy, release, settle};

/// A run that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(300);

/// The force whose folder holds what is no settled file.
const PLACED: &str = "mdp";

/// Settings of the clone, and what they are here, so that what must be refused can be small.
const LOWERED: [(&str, &str); 7] = [
    ("cells-per-sheet = 5_000_000", "cells-per-sheet = 20_000"),
    ("bytes-per-file = 200_000_000", "bytes-per-file = 50_000_000"),
    ("inflated-bytes-per-file = 500_000_000", "inflated-bytes-per-file = 30_000_000"),
    ("inflation-ratio = 250", "inflation-ratio = 100"),
    ("memory-bytes = 4_000_000_000", "memory-bytes = 1_500_000_000"),
    ("cpu-seconds = 60", "cpu-seconds = 10"),
    ("wall-seconds = 120", "wall-seconds = 20"),
];

const LETTER: &str = r#"
title = "What strangers send"
questions = ["outcome", "period"]
unit = "offence"
count-basis = "recorded"
offence = "disclosing_private_images"
period = "April 2015 to March 2016"
"#;

/// What must come of a file: codes of findings, and counts by their cells.
struct Expected {
    hazard: &'static str,
    finds: &'static str,
    loads: Vec<String>,
}

#[test]
fn hostile_files_cost_themselves_only() {
    let project = copy();
    lower_limits(&project);
    let letter = project.join("inbox/hostile");
    let mut expected = lay_out(&letter);
    let placed = letter.join(PLACED);
    fs::create_dir(&placed).expect("the project can be written");
    let growing = Growing::begin(&placed);
    for (name, finds, loads) in placed::lay(&placed, settle).into_iter().chain([Growing::EXPECTED]) {
        let loads = loads.iter().map(ToString::to_string).collect();
        expected.insert(format!("{PLACED}/{name}"), Expected { hazard: "no settled file", finds, loads });
    }
    let forces: BTreeSet<&str> = expected.keys().filter_map(|path| path.split('/').next()).collect();
    fs::write(letter.join("request.toml"), LETTER).expect("the project can be written");
    fs::write(letter.join("returns.csv"), tracker(&forces)).expect("the project can be written");

    let run = cargo_bin_cmd!("foi").arg("--project").arg(&project).arg("run").timeout(PATIENCE).output();
    let run = run.expect("the program starts");
    drop(growing);
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(10), "{stderr}");

    let warehouse = project.join("warehouse/foi.duckdb");
    let mut wrong = wrong_files(&warehouse, &expected);
    wrong.extend(leaks(&project, &warehouse, &stderr));
    wrong.extend(changes_of_the_sample(&warehouse));
    assert!(wrong.is_empty(), "{} things are wrong\n\n{}\n", wrong.len(), wrong.join("\n"));
    // What is left of a test that fails can be looked at.
    fs::remove_dir_all(project).expect("the project is ours");
}

fn lower_limits(project: &Path) {
    let settings = project.join("config/pipeline.toml");
    let text = fs::read_to_string(&settings).expect("the settings are there");
    let lowered = LOWERED.iter().fold(text, |text, (clone, own)| {
        assert!(text.contains(clone), "the settings hold no `{clone}`");
        text.replace(clone, own)
    });
    fs::write(&settings, lowered).expect("the settings can be written");
}

/// Writes every file into the folder of its force; what is expected, by path in the request.
fn lay_out(letter: &Path) -> BTreeMap<String, Expected> {
    let for_people = std::env::var_os("FOI_HOSTILE").map(PathBuf::from);
    let folders: Vec<PathBuf> = [Some(letter.to_owned()), for_people].into_iter().flatten().collect();
    corpus().par_iter().filter(|(_, file)| !file.name.contains('/')).for_each(|(force, file)| {
        let bytes = (file.bytes)();
        for folder in &folders {
            let path = folder.join(force).join(file.name);
            fs::create_dir_all(folder.join(force)).expect("the folder can be written");
            fs::write(&path, &bytes).expect("the folder can be written");
            settle(&path);
        }
    });
    let mut expected = BTreeMap::new();
    for (force, file) in corpus() {
        let loads = file.loads.iter().map(ToString::to_string).collect();
        let entry = Expected { hazard: file.hazard, finds: file.finds, loads };
        let known = expected.insert(format!("{force}/{}", file.name), entry);
        assert!(known.is_none(), "two files are named {}", file.name);
    }
    expected
}

/// One return of each force, to which all its files belong.
fn tracker(forces: &BTreeSet<&str>) -> String {
    let header = "force,files,reference,url,received,extracted,status,exemption,grain,unit,count_basis,age_at,supersedes,caveat\n";
    let lines: Vec<String> = forces.iter().map(|force| format!("{force},,,,,,answered,,,,,,,\n")).collect();
    header.to_owned() + &lines.concat()
}

/// Files of which something else came than must.
fn wrong_files(warehouse: &Path, expected: &BTreeMap<String, Expected>) -> Vec<String> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let own = |path: &str| path.strip_prefix("hostile/").map(str::to_owned);
    // Files of one force that disagree with each other say nothing of either.
    let findings = "SELECT file_path, kind, message FROM finding WHERE kind <> 'figures-disagree' ORDER BY ALL";
    for row in ask(warehouse, findings).1 {
        let Some(path) = own(&row[0]) else { continue };
        said.entry(path.clone()).or_default().push(format!("\n        {}", row[2].escape_debug()));
        found.entry(path).or_default().insert(row[1].clone());
    }
    let mut loaded: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let counts = "SELECT file_path, cell, count_low, count_high FROM observation_all WHERE count_low IS NOT NULL";
    for row in ask(warehouse, counts).1 {
        let Some(path) = own(&row[0]) else { continue };
        let bounds = if row[2] == row[3] { row[2].clone() } else { format!("{}..{}", row[2], row[3]) };
        loaded.entry(path).or_default().push(format!("{}={bounds}", row[1]));
    }
    let mut wrong = Vec::new();
    for (path, Expected { hazard, finds, loads }) in expected {
        let found = found.remove(path).unwrap_or_default();
        let allowed = |list: &str| {
            let codes: BTreeSet<String> = list.split(';').filter(|code| *code != "none").map(str::to_owned).collect();
            codes == found
        };
        let (mut wanted, mut loaded) = (loads.clone(), loaded.remove(path).unwrap_or_default());
        wanted.sort();
        loaded.sort();
        if finds.split('|').any(allowed) && loaded == wanted {
            continue;
        }
        let codes: Vec<String> = found.into_iter().collect();
        wrong.push(format!(
            "{}: {hazard}\n    finds {finds}, not {}{}\n    loads {wanted:?}, not {loaded:?}",
            path.escape_debug(),
            if codes.is_empty() { "none".into() } else { codes.join(";") },
            said.remove(path).unwrap_or_default().concat()
        ));
    }
    let strays = found.into_iter().map(|(path, codes)| format!("{}: nobody expects {codes:?}", path.escape_debug()));
    wrong
        .extend(strays.chain(loaded.into_keys().map(|path| format!("{}: nobody expects counts", path.escape_debug()))));
    wrong.extend(wrong_number(warehouse, expected));
    wrong
}

/// Whether the release lists every file that could be taken in, and no other.
fn wrong_number(warehouse: &Path, expected: &BTreeMap<String, Expected>) -> Option<String> {
    let is_archive = |path: &str| expected.keys().any(|other| other.starts_with(&format!("{path}/")));
    let never_taken = ["not-a-file", "still-being-written"];
    let passed_over = |path: &str| path.rsplit('/').next().is_some_and(|name| name.starts_with(['.', '~']));
    let large = format!("{PLACED}/large.csv");
    let wanted: BTreeSet<&str> = expected
        .iter()
        .filter(|(path, file)| !(is_archive(path) || never_taken.contains(&file.finds) || passed_over(path)))
        .map(|(path, _)| path.as_str())
        .filter(|path| **path != *large)
        .collect();
    let listed = ask(warehouse, "SELECT file_path[9:] FROM source_file WHERE starts_with(file_path, 'hostile/')").1;
    let listed: BTreeSet<&str> = listed.iter().map(|row| row[0].as_str()).collect();
    (listed != wanted).then(|| {
        let missing: Vec<_> = wanted.difference(&listed).collect();
        let strange: Vec<_> = listed.difference(&wanted).collect();
        format!("source_file lacks {missing:?} and has {strange:?} besides")
    })
}

/// Hidden content that came out, and characters that would paint a terminal.
fn leaks(project: &Path, warehouse: &Path, stderr: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in stderr.lines().filter(|line| line.contains(MARKER)) {
        out.push(format!("stderr shows what is hidden: {line}"));
    }
    let paints =
        |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if let Some(control) = stderr.chars().find(paints) {
        out.push(format!("stderr holds the character {}", control.escape_unicode()));
    }
    for table in ask(warehouse, "SELECT table_name FROM information_schema.tables ORDER BY 1").1 {
        let name = &table[0];
        let sql = format!(
            "SELECT CAST(entry AS VARCHAR) FROM {name} AS entry WHERE contains(CAST(entry AS VARCHAR), '{MARKER}')"
        );
        out.extend(
            ask(warehouse, &sql).1.iter().map(|row| format!("{name} shows what is hidden: {}", row[0].escape_debug())),
        );
    }
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).expect("the cache can be read");
        bytes.windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
    };
    let cached = files_below(&project.join("cache"));
    assert!(!cached.is_empty(), "results are kept in the cache");
    out.extend(cached.into_iter().filter(holds).map(|path| format!("{} holds what is hidden", path.display())));
    let escaped = files_below(project).into_iter().filter(|path| path.ends_with("evil.csv"));
    out.extend(escaped.map(|path| format!("{} was unpacked", path.display())));
    out
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("the project can be read") {
            let entry = entry.expect("the project can be read");
            let kind = entry.file_type().expect("the project can be read");
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() {
                out.push(entry.path());
            }
        }
    }
    out
}

/// Rows of the sample that are others than without these files.
fn changes_of_the_sample(warehouse: &Path) -> Option<String> {
    let sql = "SELECT * FROM observation_all WHERE request <> 'hostile' ORDER BY ALL";
    let (here, alone) = (ask(warehouse, sql), ask(release(), sql));
    assert!(!alone.1.is_empty(), "the sample has counts");
    (here != alone)
        .then(|| format!("the sample has {} counts here and {} alone, or other ones", here.1.len(), alone.1.len()))
}
