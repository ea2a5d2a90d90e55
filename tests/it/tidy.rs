//! The rules of the house that a compiler does not check.

use std::fs;
use std::path::PathBuf;

use super::sample::project;

/// Lines a file may have before it is more than one idea; tables of names are longer by nature.
const LONGEST: usize = 400;

fn sources(folder: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut open: Vec<PathBuf> = vec![project().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the project can be read") {
            let path = entry.expect("a folder of the project can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(project()).expect("it is below the project").display().to_string();
                out.push((name, fs::read_to_string(&path).expect("a source is text")));
            }
        }
    }
    out.sort();
    out
}

#[test]
fn every_file_says_what_it_is_for_and_is_one_idea() {
    let wrong: Vec<String> = sources("src")
        .into_iter()
        .chain(sources("tests"))
        .filter(|(_, text)| !text.starts_with("//!") || text.lines().count() > LONGEST)
        .map(|(name, text)| format!("{name}: {} lines", text.lines().count()))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn stages_do_not_know_each_other() {
    let stages = ["intake", "read", "detect", "map", "gather", "reconcile", "load", "publish", "report"];
    let mut wrong = Vec::new();
    for (name, text) in sources("src") {
        let Some(own) = stages.iter().find(|stage| name.starts_with(&format!("src/{stage}/"))) else { continue };
        for other in stages.iter().filter(|other| *other != own) {
            if text.contains(&format!("crate::{other}")) {
                wrong.push(format!("{name} uses {other}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_recipe_runs_in_parallel_and_only_map_resolves() {
    for (name, text) in sources("src") {
        assert!(!text.contains("rayon") || name == "src/pipeline.rs", "{name} runs in parallel");
        let resolves = text.contains(".resolve(");
        let allowed = name.starts_with("src/map/") || name == "src/intake/request.rs";
        assert!(!resolves || allowed, "{name} decides what a label means");
    }
}

#[test]
fn only_the_rim_touches_files() {
    let rim = [
        "src/adding/",
        "src/config/",
        "src/intake/",
        "src/publish/",
        "src/releases.rs",
        "src/worker/",
        "src/cli/",
        "src/export/mod.rs",
    ];
    for (name, text) in sources("src") {
        assert!(!text.contains("std::fs") || rim.iter().any(|folder| name.starts_with(folder)), "{name} touches files");
    }
}
