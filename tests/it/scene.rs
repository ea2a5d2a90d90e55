//! A small project in a folder of its own, to be changed and run again and again. Its figures are invented.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use foi::pipeline::Outcome;
use tempfile::TempDir;

use super::sample::{ask, copy_folder, project, run, settle};

/// The header of every tracker.
pub(crate) const COLUMNS: &str =
    "force,files,reference,url,received,extracted,status,exemption,grain,unit,count_basis,age_at,supersedes,caveat";

/// What Kent and Essex sent.
pub(crate) const KENT: &str = "Outcome,Number\nCharged,3\nNo further action,5\n";
pub(crate) const ESSEX: &str = "Outcome,Number\nCharged,1\nCaution,2\n";

/// The project: two forces have answered one letter, each with one file.
#[derive(Debug)]
pub(crate) struct Scene {
    root: TempDir,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let root = TempDir::new().expect("a temporary folder can be made");
        copy_folder(&project().join("config"), &root.path().join("config"));
        let scene = Self { root };
        scene.letter("letter");
        scene.tracker("letter", &["kent,reply.csv,,,,,answered,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"]);
        scene.put("letter/kent/reply.csv", KENT);
        scene.put("letter/essex/reply.csv", ESSEX);
        scene
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// A path of the inbox.
    pub(crate) fn inbox(&self, path: &str) -> PathBuf {
        self.root().join("inbox").join(path)
    }

    pub(crate) fn letter(&self, request: &str) {
        let letter = "title = \"What became of it\"\nquestions = [\"outcome\"]\nunit = \"offence\"\n\
                      count-basis = \"recorded\"\noffence = \"disclosing_private_images\"\n\
                      period = \"April 2015 to March 2016\"\nforces-asked = [\"essex\", \"kent\"]\n";
        self.put(&format!("{request}/request.toml"), letter);
    }

    pub(crate) fn tracker(&self, request: &str, lines: &[&str]) {
        self.put(&format!("{request}/returns.csv"), format!("{COLUMNS}\n{}\n", lines.join("\n")));
    }

    /// Writes a file of the inbox, which then looks as if nobody had touched it for a while.
    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.inbox(path);
        fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("the folder is ours");
        fs::write(&file, bytes).expect("the folder is ours");
        settle(&file);
    }

    /// Removes a file or folder of the inbox.
    pub(crate) fn remove(&self, path: &str) {
        let path = self.inbox(path);
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.expect("it is there");
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        let to = self.inbox(to);
        fs::create_dir_all(to.parent().expect("it lies in a folder")).expect("the folder is ours");
        fs::rename(self.inbox(from), to).expect("it is there");
    }

    /// Changes a text of the configuration.
    pub(crate) fn configure(&self, file: &str, from: &str, to: &str) {
        let path = self.root().join("config").join(file);
        let text = fs::read_to_string(&path).expect("the configuration is text");
        assert!(text.contains(from), "config/{file} lacks `{from}`");
        fs::write(path, text.replace(from, to)).expect("the copy is ours");
    }

    /// Runs the project in this process. The manifest may grow and never changes otherwise.
    pub(crate) fn run(&self) -> Outcome {
        let before = self.manifest();
        let outcome = run(self.root());
        assert!(self.manifest().starts_with(&before), "a line of the manifest was changed or removed");
        outcome
    }

    /// The real program on this project, not started yet.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(assert_cmd::cargo::cargo_bin!("foi"));
        program.arg("--project").arg(self.root()).args(arguments);
        program
    }

    /// Runs the project as a person would; exit code and talk.
    pub(crate) fn run_for_real(&self) -> (Option<i32>, String) {
        let Output { status, stderr, .. } = self.program(&["run"]).output().expect("the program starts");
        (status.code(), String::from_utf8_lossy(&stderr).into_owned())
    }

    /// The manifest; nothing before the first run.
    pub(crate) fn manifest(&self) -> String {
        fs::read_to_string(self.root().join("archive/manifest.jsonl")).unwrap_or_default()
    }

    pub(crate) fn ask(&self, sql: &str) -> Vec<Vec<String>> {
        ask(&self.root().join("warehouse/foi.duckdb"), sql).1
    }

    /// Everything that was ever loaded, with all that is said of it.
    pub(crate) fn everything(&self) -> Vec<Vec<String>> {
        self.ask("SELECT * FROM observation_all ORDER BY ALL")
    }

    /// The figures of a force as `path outcome count`; the current ones, or those superseded.
    pub(crate) fn figures(&self, force: &str, current: bool) -> Vec<String> {
        let sql = format!(
            "SELECT concat_ws(' ', file_path, outcome, count_low) FROM observation_all
             WHERE police_force = '{force}' AND is_current = {current} ORDER BY ALL"
        );
        self.ask(&sql).concat()
    }

    /// Every finding of the release as `kind severity path`.
    pub(crate) fn findings(&self) -> Vec<String> {
        self.ask("SELECT concat_ws(' ', kind, severity, file_path) FROM finding ORDER BY ALL").concat()
    }

    /// Every file below a folder of the project, relative to it.
    pub(crate) fn files_below(&self, folder: &str) -> BTreeSet<PathBuf> {
        let root = self.root().join(folder);
        let mut open = vec![root.clone()];
        let mut files = BTreeSet::new();
        while let Some(folder) = open.pop() {
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for entry in entries {
                let path = entry.expect("the folder can be listed").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    files.insert(path.strip_prefix(&root).expect("it is below").to_owned());
                }
            }
        }
        files
    }

    /// The archived copy of some bytes that were taken in.
    pub(crate) fn object(&self, bytes: &str) -> PathBuf {
        let sha256 = foi::model::digest::sha256(bytes.as_bytes());
        self.root().join("archive/objects").join(&sha256[..2]).join(&sha256[2..])
    }
}
