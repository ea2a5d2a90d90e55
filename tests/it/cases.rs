//! Case folders: an inbox and what must come out of it.
//!
//! Each folder of `tests/cases/` is one situation, and its name says which:
//!
//! - `inbox/`: what the forces sent; a case without it has no inbox
//! - `config/`: files that stand in for those of the project's own `config/`, one by one
//! - `expected/exit`: exit code of `foi run`; 0 if absent
//! - `expected/stderr.txt`, `expected/not_in_stderr.txt`: lines that its talk must hold, and must not hold
//! - `expected/<question>.sql` and `.csv`: a question to the release, and the answer as `foi query` prints it
//!
//! To add a case, copy a folder and write down the answer by the laws before the program gives one.
//! `FOI_BLESS=1 cargo test --test it cases` writes the answers anew, so that the diff shows what a change does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use rayon::prelude::*;
use tempfile::TempDir;

use super::sample::{copy_folder, project};

/// A case that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn cases() {
    let bless = std::env::var_os("FOI_BLESS").is_some_and(|value| value == "1");
    let folders = entries(&project().join("tests/cases")).into_iter().filter(|path| path.is_dir()).collect::<Vec<_>>();
    let failures: Vec<String> = folders
        .par_iter()
        .filter_map(|folder| {
            let wrong = Case::laid_out(folder).wrong(bless);
            let name = folder.strip_prefix(project()).unwrap_or(folder).display();
            (!wrong.is_empty()).then(|| format!("{name}\n{}", indented(&wrong.join("\n"))))
        })
        .collect();
    let (failed, all) = (failures.len(), folders.len());
    assert!(all > 0, "tests/cases holds no case");
    assert!(failed == 0, "{failed} of {all} cases fail\n\n{}\n", failures.join("\n\n"));
}

/// A case folder, and the project made of it.
struct Case {
    folder: PathBuf,
    root: TempDir,
}

impl Case {
    fn laid_out(folder: &Path) -> Self {
        let root = TempDir::new().expect("a temporary folder can be made");
        copy_folder(&project().join("config"), &root.path().join("config"));
        for name in ["config", "inbox"] {
            if folder.join(name).is_dir() {
                copy_folder(&folder.join(name), &root.path().join(name));
            }
        }
        Self { folder: folder.to_owned(), root }
    }

    /// Runs the program and says all that is not as expected.
    fn wrong(&self, bless: bool) -> Vec<String> {
        let mut wrong = self.strays();
        let run = self.foi(&["run"]);
        let stderr = text(&run.stderr);
        let expected: i32 = match self.expected("exit") {
            Some(code) => code.trim().parse().expect("expected/exit holds a number"),
            None => 0,
        };
        if run.status.code() != Some(expected) {
            let code = run.status.code().map_or_else(|| "no exit code".to_owned(), |code| format!("exit code {code}"));
            wrong.push(format!("{code} instead of {expected}"));
        }
        for line in self.lines("stderr.txt").iter().filter(|line| !stderr.contains(line.as_str())) {
            wrong.push(format!("stderr lacks `{line}`"));
        }
        for line in self.lines("not_in_stderr.txt").iter().filter(|line| stderr.contains(line.as_str())) {
            wrong.push(format!("stderr holds `{line}`"));
        }
        if let Some(control) = stderr.chars().find(|c| c.is_control() && *c != '\n') {
            wrong.push(format!("stderr holds the control character {}", control.escape_unicode()));
        }
        if !run.stdout.is_empty() {
            wrong.push(format!("stdout is for data, but `foi run` printed:\n{}", indented(&text(&run.stdout))));
        }
        if !wrong.is_empty() {
            wrong.push(format!("it said:\n{}", indented(&stderr)));
        }
        let questions = entries(&self.folder.join("expected"));
        for sql in questions.iter().filter(|path| path.extension().is_some_and(|extension| extension == "sql")) {
            wrong.extend(self.wrong_answer(sql, bless));
        }
        wrong
    }

    /// What is wrong with the answer to one question.
    fn wrong_answer(&self, sql: &Path, bless: bool) -> Option<String> {
        let name = file_name(sql);
        let question = fs::read_to_string(sql).expect("a question is UTF-8");
        let answer = self.foi(&["query", "--csv", &question]);
        if !answer.status.success() {
            return Some(format!("{name} cannot be answered:\n{}", indented(&text(&answer.stderr))));
        }
        let given = text(&answer.stdout);
        let csv = sql.with_extension("csv");
        if bless {
            fs::write(&csv, given).expect("the case folder can be written");
            return None;
        }
        let Some(expected) = self.expected(&file_name(&csv)) else {
            return Some(format!("{} is missing; the answer is:\n{}", file_name(&csv), indented(&given)));
        };
        (given != expected)
            .then(|| format!("{name} is answered otherwise:\n{}", indented(&difference(&expected, &given))))
    }

    /// Files that no part of the harness looks at: a misspelt expectation must not pass for one that holds.
    fn strays(&self) -> Vec<String> {
        let known = |path: &PathBuf| match (file_name(path).as_str(), path.extension().and_then(|end| end.to_str())) {
            ("exit" | "stderr.txt" | "not_in_stderr.txt", _) | (_, Some("sql")) => true,
            (_, Some("csv")) => path.with_extension("sql").is_file(),
            _ => false,
        };
        let outside = entries(&self.folder)
            .into_iter()
            .filter(|path| !["config", "inbox", "expected"].contains(&&*file_name(path)));
        let inside = entries(&self.folder.join("expected")).into_iter().filter(|path| !known(path));
        outside.chain(inside).map(|path| format!("`{}` is no part of a case", file_name(&path))).collect()
    }

    fn foi(&self, arguments: &[&str]) -> Output {
        foi(self.root.path(), arguments)
    }

    fn expected(&self, name: &str) -> Option<String> {
        let path = self.folder.join("expected").join(name);
        path.is_file().then(|| fs::read_to_string(&path).expect("an expectation is UTF-8"))
    }

    fn lines(&self, name: &str) -> Vec<String> {
        let text = self.expected(name).unwrap_or_default();
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    }
}

/// Runs the program over a project.
pub(super) fn foi(root: &Path, arguments: &[&str]) -> Output {
    let mut command: Command = cargo_bin_cmd!("foi");
    command.arg("--project").arg(root).args(arguments).timeout(PATIENCE);
    command.output().expect("the program starts")
}

/// What a folder holds, sorted; nothing if there is no such folder.
pub(super) fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = found.map(|entry| entry.expect("the folder can be listed").path()).collect();
    paths.sort();
    paths
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(super) fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

/// The lines that are expected and not given (`-`), and those given instead (`+`), between what both have in common.
pub(super) fn difference(expected: &str, given: &str) -> String {
    let (expected, given): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), given.lines().collect());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let head = expected.iter().zip(&given).take_while(same).count();
    let (left, right) = (&expected[head..], &given[head..]);
    let tail = left.iter().rev().zip(right.iter().rev()).take_while(same).count();
    let marked = |mark: char, lines: &[&str]| lines.iter().map(|line| format!("{mark} {line}")).collect::<Vec<_>>();
    let removed = marked('-', &left[..left.len() - tail]);
    let added = marked('+', &right[..right.len() - tail]);
    [marked(' ', &expected[..head]), removed, added, marked(' ', &left[left.len() - tail..])].concat().join("\n")
}
