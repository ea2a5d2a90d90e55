//! Writes a project: `config/`, `inbox/` with its letters and trackers, and beside them what each file must give.

use super::return_file::{self, ReturnFile};
use super::unanswerable;
use super::vocabulary::Vocabulary;
use crate::folder::{copy, put};
use crate::write::bytes;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// What to write.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub count: u64,
    /// Seed of the first file; the others follow.
    pub seed: u64,
    /// Files that no reader could answer, instead of those that every reader should.
    pub unanswerable: bool,
}

/// A line of `layouts.jsonl`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Drawn {
    pub path: String,
    pub seed: u64,
    pub unanswerable: bool,
    pub knobs: Vec<(String, String)>,
}

const TRACKER: &str =
    "force,files,reference,url,received,extracted,status,exemption,grain,unit,count_basis,age_at,supersedes,caveat";

/// Writes the files of these seeds. A folder that is a project already is left as it is, but for these files.
pub fn write(config: &Path, folder: &Path, wanted: Wanted) -> Result<()> {
    let vocabulary = Vocabulary::read(config)?;
    let inbox = folder.join("inbox");
    let drawn = if wanted.unanswerable { unanswerable::drawn } else { return_file::drawn };
    let draw = |seed| drawn(&vocabulary, seed);
    let seeds = wanted.seed..wanted.seed + wanted.count;
    if folder.join("truth.jsonl").exists() {
        return seeds.map(draw).try_for_each(|file| write_file(&inbox, &file));
    }
    copy(config, &folder.join("config"))?;
    let mut truth = lines(&folder.join("truth.jsonl"))?;
    let mut layouts = lines(&folder.join("layouts.jsonl"))?;
    let mut trackers: BTreeMap<String, String> = BTreeMap::new();
    let mut tokens = fs::read_to_string(config.join("tokens.csv"))?;
    for file in seeds.map(draw) {
        write_file(&inbox, &file)?;
        serde_json::to_writer(&mut truth, &file.truth)?;
        truth.write_all(b"\n")?;
        let drawn = Drawn {
            path: file.truth.path.clone(),
            seed: file.seed,
            unanswerable: wanted.unanswerable,
            knobs: file.knobs.clone(),
        };
        serde_json::to_writer(&mut layouts, &drawn)?;
        layouts.write_all(b"\n")?;
        let request = &file.request;
        let tracker = trackers.entry(request.id.clone()).or_insert_with(|| format!("{TRACKER}\n"));
        let senders = file.forces.join("|");
        let ReturnFile { name, grain, unit, .. } = &file;
        _ = writeln!(tracker, "{senders},{name},,,,,answered,,{grain},{unit},,,,");
        put(&inbox.join(&request.id).join("request.toml"), request.letter().as_bytes())?;
        let rule = dash_rule(&tokens, &request.id);
        if file.dash && !tokens.contains(&rule) {
            tokens.push_str(&rule);
        }
    }
    for (request, tracker) in trackers {
        put(&inbox.join(request).join("returns.csv"), tracker.as_bytes())?;
    }
    fs::write(folder.join("config/tokens.csv"), tokens)?;
    truth.flush()?;
    Ok(layouts.flush()?)
}

/// The line of tokens.csv that lets a dash stand for none in the returns of one letter.
fn dash_rule(tokens: &str, request: &str) -> String {
    let column = |name| match name {
        "token" => "-",
        "kind" => "bounds",
        "low" | "high" => "0",
        "reason" => "zero",
        "request" => request,
        "origin" => "local",
        _ => "",
    };
    let header = tokens.lines().next().unwrap_or_default();
    header.split(',').map(column).collect::<Vec<_>>().join(",") + "\n"
}

fn write_file(inbox: &Path, file: &ReturnFile) -> Result<()> {
    let written = bytes(&file.book, file.format).with_context(|| format!("seed {}", file.seed))?;
    put(&inbox.join(&file.truth.path), &written.with_context(|| format!("seed {} has no format", file.seed))?)
}

fn lines(path: &Path) -> Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?))
}
