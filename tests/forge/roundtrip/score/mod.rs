//! Compares a release with what each file must give.

mod release;
mod report;
mod tally;
mod verdict;

use super::fact::Truth;
use super::project::Drawn;
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;

pub use report::Report;

/// One file with all that is known of it.
#[derive(Debug)]
pub struct Scored {
    pub drawn: Drawn,
    pub verdict: verdict::Verdict,
    /// The first cells that differ: place, expected, got.
    pub differences: Vec<String>,
    /// How many observations it gave, right or wrong.
    pub loaded: usize,
}

/// Scores several projects, each with its release, as one set.
pub fn score(runs: &[(&Path, &Path)]) -> Result<Report> {
    let mut scored = Vec::new();
    for (folder, warehouse) in runs {
        let truths: Vec<Truth> = lines(&folder.join("truth.jsonl"))?;
        let drawn: Vec<Drawn> = lines(&folder.join("layouts.jsonl"))?;
        let mut release = release::Release::open(warehouse)?;
        for (truth, drawn) in truths.into_iter().zip(drawn) {
            let (got, found) = release.file(&truth.path);
            let (verdict, differences) = verdict::of(&truth, &got, found);
            scored.push(Scored { drawn, verdict, differences, loaded: got.len() });
        }
    }
    Ok(Report::of(scored))
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let told = || format!("cannot read {}", path.display());
    let text = fs::read_to_string(path).with_context(told)?;
    text.lines().map(|line| serde_json::from_str(line).with_context(told)).collect()
}
