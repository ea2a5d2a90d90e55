//! Random sequences of what people do to a project, with a run after each step: what grew step by step is what is built
//! from nothing, by any number of threads. `make sequences` does many; its project and figures are invented.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;

use fastrand::Rng;

use super::sample::copy_folder;
use super::scene::{COLUMNS, Scene};

/// Sequences in every test; `FOI_SEQUENCES` asks for more.
const USUAL: usize = 2;
/// Steps of one sequence.
const STEPS: usize = 6;

const FORCES: [&str; 5] = ["kent", "essex", "surrey", "sussex", "cumbria"];
const OUTCOMES: [&str; 7] =
    ["Charged", "Caution", "No further action", "Letter of apology", "Told off", "Sent home", "Total"];
const AGES: [&str; 7] = ["10-14", "15-17", "Under 18", "Over 18", "youngsters", "18+", "Not known"];
const COUNTS: [&str; 9] = ["3", "5", "12", "40", "<5", "*", "-", "", "n/k"];
/// What a person may decide about an outcome: term, status, note.
const DECISIONS: [(&str, &str, &str); 4] =
    [("caution", "map", ""), ("14|16", "map", ""), ("", "ignore", "not wanted"), ("", "ask", "")];

/// A line of the tracker.
struct Line {
    force: &'static str,
    file: String,
    supersedes: String,
    is_withdrawn: bool,
}

/// A project and what was decided in it.
struct Project {
    scene: Scene,
    dice: Rng,
    lines: Vec<Line>,
    /// By configuration file: what it shipped with, and lines by what they decide.
    decided: BTreeMap<&'static str, (String, BTreeMap<String, String>)>,
}

impl Project {
    fn new(seed: u64) -> Self {
        let scene = Scene::new();
        for (key, usual) in
            [("forces-vanished = 2", "forces-vanished = 99"), ("shares-from = 50", "shares-from = 9999")]
        {
            scene.configure("pipeline.toml", key, usual);
        }
        for force in ["kent", "essex"] {
            scene.remove(&format!("letter/{force}"));
        }
        let mut project = Self { scene, dice: Rng::with_seed(seed), lines: Vec::new(), decided: BTreeMap::new() };
        project.add();
        project.add();
        project
    }

    /// One of several, by dice.
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.dice.usize(..of.len())]
    }

    /// A table of outcomes or of ages.
    fn table(&mut self) -> String {
        let (header, labels) = if self.dice.bool() { ("Outcome", OUTCOMES) } else { ("Victim age", AGES) };
        let mut out = format!("{header},Number\n");
        for label in labels {
            if self.dice.bool() {
                let count = self.one(&COUNTS);
                writeln!(out, "{label},{count}").expect("writing to a string cannot fail");
            }
        }
        out
    }

    fn put(&mut self, force: &str, file: &str) {
        let table = self.table();
        self.scene.put(&format!("letter/{force}/{file}"), table);
    }

    fn add(&mut self) {
        let (force, file) = (self.one(&FORCES), format!("reply {}.csv", self.lines.len()));
        self.put(force, &file);
        self.lines.push(Line { force, file, supersedes: String::new(), is_withdrawn: false });
    }

    /// Does something to the project, and says what.
    fn step(&mut self) -> &'static str {
        let at = self.dice.usize(..self.lines.len());
        let (force, file) = (self.lines[at].force, self.lines[at].file.clone());
        let done = match self.dice.u8(..10) {
            0 => {
                self.add();
                "add a return"
            }
            1 => {
                self.put(force, &file);
                "replace a file"
            }
            2 if !self.lines.iter().any(|line| line.supersedes == file) => {
                let later = format!("reply {}.csv", self.lines.len());
                self.put(force, &later);
                self.lines.push(Line { force, file: later, supersedes: file, is_withdrawn: false });
                "supersede a return"
            }
            3 if self.scene.inbox(&format!("letter/{force}/{file}")).exists() => {
                self.scene.remove(&format!("letter/{force}/{file}"));
                "remove a file from the inbox"
            }
            4 | 5 => {
                let (raw, (term, status, note)) = (self.one(&OUTCOMES[3..6]), self.one(&DECISIONS));
                let of = if self.dice.u8(..4) == 0 { force } else { "" };
                // A pattern is compared with the normal form, and so matches no capital.
                let how = self.one(&["exact", "exact", "regex"]);
                let line = format!("{raw},{term},,{how},{of},,{status},me,{note}");
                self.decide("vocab/outcome.labels.csv", format!("{raw} {of}"), line);
                "decide a label"
            }
            6 => {
                let (raw, ages) = (self.one(&["youngsters", "Over 18"]), self.one(&["0-17", "18+", "19+"]));
                self.decide("vocab/victim_age.labels.csv", raw.to_owned(), format!("{raw},{ages},,exact,,,map,me,"));
                "decide an age"
            }
            7 => {
                let (token, low) = (self.one(&["-", "n/k"]), self.one(&["0", "1"]));
                let line = format!("{token},bounds,{low},{low},said,,{force},,me,");
                self.decide("tokens.csv", format!("{token} {force}"), line);
                "decide a token"
            }
            8 => {
                let line = format!("letter/{force}/{file},,2:2,3,set,4,a slip,me,2026-01-01");
                self.decide("corrections.csv", file, line);
                "correct a cell"
            }
            _ => {
                self.lines[at].is_withdrawn = !self.lines[at].is_withdrawn;
                "withdraw a return, or take that back"
            }
        };
        let lines: Vec<String> = self.lines.iter().map(Line::text).collect();
        self.scene.put("letter/returns.csv", format!("{COLUMNS}\n{}\n", lines.join("\n")));
        done
    }

    /// Writes a decision into a configuration file, in place of an earlier one about the same. What was decided before
    /// may so move to another line.
    fn decide(&mut self, file: &'static str, about: String, line: String) {
        let path = self.scene.root().join("config").join(file);
        let shipped = || fs::read_to_string(&path).expect("the configuration is text").trim_end().to_owned();
        let (shipped, lines) = self.decided.entry(file).or_insert_with(|| (shipped(), BTreeMap::new()));
        lines.insert(about, line);
        let lines: Vec<&str> = lines.values().map(String::as_str).collect();
        fs::write(&path, format!("{shipped}\n{}\n", lines.join("\n"))).expect("the copy is ours");
    }

    /// Runs the project as it is with so many threads, and gives the logical hash of its release.
    fn run(scene: &Scene, threads: usize, what: &str) -> String {
        let output = scene.program(&["run", "--quiet"]).env("RAYON_NUM_THREADS", threads.to_string()).output();
        let output = output.expect("the program starts");
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 10)), "{what}: {talk}");
        scene.ask("SELECT logical_hash FROM run").concat().concat()
    }

    /// The same project with its archive and without what was made of it.
    fn anew(&self) -> Scene {
        let scene = Scene::new();
        for folder in ["config", "inbox", "archive"] {
            let to = scene.root().join(folder);
            if to.exists() {
                fs::remove_dir_all(&to).expect("the folder is ours");
            }
            copy_folder(&self.scene.root().join(folder), &to);
        }
        scene
    }
}

impl Line {
    fn text(&self) -> String {
        let status = if self.is_withdrawn { "withdrawn" } else { "answered" };
        format!("{},{},,,,,{status},,,,,,{},", self.force, self.file, self.supersedes)
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "how much was tried, for docs/reliability.md")]
fn what_grew_step_by_step_is_what_is_built_from_nothing() {
    let number = env::var("FOI_SEQUENCES").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL);
    let (mut runs, mut steps) = (0, BTreeMap::new());
    for seed in 0..number as u64 {
        let mut project = Project::new(seed);
        let mut history = Vec::new();
        for _ in 0..STEPS {
            history.push(project.step());
            *steps.entry(history[history.len() - 1]).or_insert(0) += 1;
            // Now and then two steps lie between two runs.
            if project.dice.u8(..4) == 0 {
                continue;
            }
            let threads = project.dice.usize(1..6);
            let grown = Project::run(&project.scene, threads, &format!("sequence {seed}: {history:?}"));
            let built = Project::run(&project.anew(), 6 - threads, &format!("sequence {seed}, anew: {history:?}"));
            assert_eq!(grown, built, "sequence {seed}: {history:?}");
            runs += 1;
        }
        // Three hundred take a while: whoever watches sees how far it is, and what stands so far.
        if (seed + 1) % 10 == 0 {
            println!("{} of {number} sequences, {runs} runs, no difference", seed + 1);
        }
    }
    println!("{number} sequences, {runs} runs; steps: {steps:?}");
}
