//! Damaged files by the thousand through the guarded workers: none stops a run, hangs, or takes more than it may.
//!
//! `FOI_FUZZ` is how many workbooks of all formats together, and how many CSVs (default: a few); `FOI_FUZZ_SEED` repeats
//! a run. `make fuzz` is the long version, whose figures are in docs/reliability.md.

#![allow(clippy::print_stdout, reason = "the figures are what the long version is for")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;
use foi::intake::Take;
use foi::model::digest;
use foi::model::finding::Severity;
use foi::model::returns::{Inbox, SourceFile};
use foi::pipeline::{self, Ready};
use foi::worker::{self, Cache, Pool, Slices, Task, Usage};
use rayon::prelude::*;

use super::mutate::damaged;
use super::sample::{copy, project};

/// Limits of the workers, in place of those of the project.
const LIMITS: [(&str, &str); 3] = [
    ("memory-bytes = 4_000_000_000", "memory-bytes = 1_000_000_000"),
    ("cpu-seconds = 60", "cpu-seconds = 5"),
    ("wall-seconds = 120", "wall-seconds = 10"),
];

/// A damaged file is tried in a used worker and again in a fresh one, each for its wall time, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn damaged_files_cost_themselves_only() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|given| given.parse().ok()).unwrap_or(default);
    let seed = number("FOI_FUZZ_SEED", Rng::new().u64(..));
    let files = number("FOI_FUZZ", 120);
    println!("seed {seed}\n\n| files | tried | outcome | number |\n|---|---|---|---|");
    let fuzz = Fuzz::new();
    for endings in [&["xlsx", "xls", "xlsb", "ods"][..], &["csv"]] {
        let share = files / endings.len() as u64;
        for ending in endings {
            let usage = fuzz.try_all(seed, ending, share);
            println!("| {ending} | {share} | most memory of a worker | {} MB |", usage.peak_bytes / 1_000_000);
            println!("| {ending} | {share} | workers started | {} |", usage.workers);
            assert!(usage.peak_bytes < 1_000_000_000, "a worker held {} bytes", usage.peak_bytes);
        }
    }
}

struct Fuzz {
    project: PathBuf,
    plan: foi::config::Plan,
    inbox: Inbox,
}

impl Fuzz {
    fn new() -> Self {
        let project = copy();
        let settings = project.join("config/pipeline.toml");
        let text = fs::read_to_string(&settings).expect("the sample has settings");
        let text = LIMITS.iter().fold(text, |text, (usual, own)| {
            assert!(text.contains(usual), "config/pipeline.toml lacks `{usual}`");
            text.replace(usual, own)
        });
        fs::write(settings, text).expect("the copy is ours");
        let Ready { plan, inbox, .. } = pipeline::prepare(&project, Take::In).expect("the sample is sound");
        Self { project, plan, inbox }
    }

    /// Damages the sample's files of a format so many times, and says what became of them.
    fn try_all(&self, seed: u64, ending: &str, times: u64) -> Usage {
        let seeds = sound_files(ending);
        assert!(!seeds.is_empty(), "the sample has no .{ending}");
        let program = PathBuf::from(env!("CARGO_BIN_EXE_foi"));
        let pool = Pool::new(program, &self.project, self.plan.settings.workers);
        let folder = self.project.join("cache");
        let cache = Cache::open(&folder).expect("the copy is ours");
        let outcomes: Vec<String> = (0..times)
            .into_par_iter()
            .map(|turn| {
                let mut rng = Rng::with_seed(seed ^ turn.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                let sound = &seeds[rng.usize(..seeds.len())];
                self.try_one(&pool, &cache, &damaged(&mut rng, sound), &format!("{ending}-{turn}"))
            })
            .collect();
        let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
        for outcome in &outcomes {
            *tally.entry(outcome).or_default() += 1;
        }
        for (outcome, number) in tally {
            println!("| {ending} | {times} | {outcome} | {number} |");
        }
        pool.usage()
    }

    fn try_one(&self, pool: &Pool, cache: &Cache, bytes: &[u8], name: &str) -> String {
        let record = &self.inbox.returns[0];
        let request = self.inbox.requests.iter().find(|request| request.id == record.request);
        let object = PathBuf::from(format!("{name}.bin"));
        fs::write(self.project.join(&object), bytes).expect("the copy is ours");
        let file = SourceFile {
            id: digest::id(&[name]),
            return_index: 0,
            path: format!("{}/{}/{name}", record.request, record.police_force).into(),
            sha256: digest::sha256(bytes),
            bytes: bytes.len() as u64,
        };
        let request = request.expect("a return has a request");
        let slices = Slices::new(&self.plan);
        let task = Task::new((&worker::plan_id(&self.plan), slices.frame()), object.clone(), &file, request, record);
        let begun = Instant::now();
        let done = pool.run(&task).expect("workers can be started");
        assert!(begun.elapsed() < PATIENCE, "{name} took {:?}", begun.elapsed());
        fs::remove_file(self.project.join(object)).expect("the copy is ours");
        match done {
            Err(why) => format!("stopped: {}", why.text()),
            Ok(()) => {
                let result = cache.load(&task.key, |_| true).expect("a worker that is done leaves a result");
                let worst = result.findings.iter().filter(|f| f.kind.severity() == Severity::Error).max();
                match worst {
                    None => "read".into(),
                    Some(_) if !result.format.is_empty() => "read, with findings".into(),
                    Some(finding) => finding.kind.code().into(),
                }
            }
        }
    }
}

/// The sample's files of a format.
fn sound_files(ending: &str) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let mut open: Vec<PathBuf> = vec![project().join("inbox")];
    while let Some(folder) = open.pop() {
        let mut inside: Vec<PathBuf> = fs::read_dir(folder)
            .expect("the sample can be read")
            .map(|entry| entry.expect("the sample can be read").path())
            .collect();
        inside.sort();
        for path in inside {
            if path.is_dir() {
                open.push(path);
            } else if is_return(&path, ending) {
                out.push(fs::read(path).expect("the sample can be read"));
            }
        }
    }
    out
}

fn is_return(path: &Path, ending: &str) -> bool {
    let named = path.file_name().is_some_and(|name| name != "returns.csv");
    named && path.extension().is_some_and(|extension| extension == ending)
}
