//! Published tables of real authorities, through a second subject's configuration: nothing about the first is in the
//! code.
//!
//! `tests/corpus-config/` holds `config/`, the letters of an `inbox/`, and `expected/`: questions with their answers,
//! as in a case folder, which say what the laws make of each file. The files themselves are no part of the project:
//! they are copied from the folder that `FOI_CORPUS` names (default `../shared/corpus`), and without it there is
//! nothing to see here.
//!
//! `FOI_CORPUS_TABLE=1 cargo test --test it corpus -- --nocapture` prints the table of docs/detection.md: how much of
//! each file is loaded by detection alone, without `config/layouts/`, and with it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::cases::{difference, entries, file_name, foi, indented, text};
use super::sample::{ask, copy_folder, project, settle};

/// Every file of the corpus that is a return, and its folder in the inbox.
const FILES: [(&str, &str); 9] = [
    ("cumbria/hospital-crime.csv", "hospital-crime/cumbria"),
    ("hertfordshire/hospital-crime-records.csv", "hospital-crime/hertfordshire"),
    ("humberside/hospital-crime.csv", "hospital-crime/humberside"),
    ("west-yorkshire/sexting-under-18s.csv", "under-18-sexting/west-yorkshire"),
    ("dvla/FOIR5828 - Attachment.xlsx", "driving-tests/dvla"),
    ("youth-disposals/Disposals by region 2012-13 Table.xls", "youth-disposals/youth-justice-board"),
    ("use-of-force/police-use-of-force-apr2018-mar2019-hosb3319-tables.ods", "use-of-force/home-office"),
    ("no-refuge/foi.xlsx", "refuge-funding/local-authorities"),
    ("unsolved-crime/outcomes_by_force.csv", "unsolved-crime/data-police-uk"),
];

/// What became of the numbers of each file: one row a file. Years, ages and line numbers are labels.
const SHARES: &str = "
    SELECT file_path, sum(numeric_cells)::BIGINT AS numbers,
      coalesce(sum(numeric_cells) FILTER (cell_role IN ('value', 'total')), 0)::BIGINT AS loaded,
      coalesce(sum(numeric_cells) FILTER (cell_role = 'set_aside'), 0)::BIGINT AS set_aside
    FROM sheet_ledger GROUP BY file_path ORDER BY file_path";

#[test]
fn corpus() {
    let Some(corpus) = folder() else { return };
    let root = laid_out(&corpus, true);
    let mut wrong = run(root.path());
    let questions: Vec<PathBuf> = entries(&home().join("expected"));
    for sql in questions.iter().filter(|path| path.extension().is_some_and(|end| end == "sql")) {
        wrong.extend(wrong_answer(root.path(), sql));
    }
    let asked = questions.len() / 2;
    assert!(wrong.is_empty(), "{} of {asked} questions fail\n\n{}\n", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn corpus_table() {
    if std::env::var_os("FOI_CORPUS_TABLE").is_none() {
        return;
    }
    let Some(corpus) = folder() else { return };
    let shares = |layouts: bool| {
        let root = laid_out(&corpus, layouts);
        run(root.path());
        ask(&root.path().join("warehouse/foi.duckdb"), SHARES).1
    };
    let alone = shares(false);
    let helped = if home().join("config/layouts").is_dir() { shares(true) } else { alone.clone() };
    let mut table = "| file | numbers | of them labels | loaded | set aside | % loaded | % with recipes |\n\
                     | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        .to_owned();
    for (before, after) in alone.iter().zip(&helped) {
        assert_eq!(before[0], after[0], "both runs read the same files");
        let (name, numbers, loaded, aside) = (&before[0], number(&before[1]), number(&before[2]), number(&before[3]));
        let labels = numbers - loaded - aside;
        let percent = |row: &[String]| 100.0 * number(&row[2]) / (number(&row[2]) + number(&row[3])).max(1.0);
        let (first, second) = (percent(before), percent(after));
        writeln!(table, "| {name} | {numbers} | {labels} | {loaded} | {aside} | {first:.1} | {second:.1} |")
            .expect("a text can be written to");
    }
    say(&table);
}

fn number(text: &str) -> f64 {
    text.parse().expect("DuckDB writes numbers")
}

#[expect(clippy::print_stdout, reason = "the table, or why there is none, is what the person asked for")]
fn say(text: &str) {
    println!("{text}");
}

/// The corpus, if it is here.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("FOI_CORPUS").map_or_else(|| project().join("../shared/corpus"), PathBuf::from);
    if named.is_dir() {
        return Some(named);
    }
    say(&format!("no corpus at {}: nothing is compared; FOI_CORPUS names the folder", named.display()));
    None
}

fn home() -> PathBuf {
    project().join("tests/corpus-config")
}

/// A project of the configuration, the letters and the corpus; without the recipes for layouts, if so wished.
fn laid_out(corpus: &Path, layouts: bool) -> TempDir {
    let root = TempDir::new().expect("a temporary folder can be made");
    for name in ["config", "inbox"] {
        copy_folder(&home().join(name), &root.path().join(name));
    }
    let recipes = root.path().join("config/layouts");
    if !layouts && recipes.is_dir() {
        fs::remove_dir_all(&recipes).expect("the copy is ours");
    }
    for (file, place) in FILES {
        let target = root.path().join("inbox").join(place);
        fs::create_dir_all(&target).expect("a folder can be made");
        let target = target.join(file_name(Path::new(file)));
        // The bytes alone: the corpus may be read-only, and the copy must be settled.
        let bytes = fs::read(corpus.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        fs::write(&target, bytes).expect("the folder is ours");
        settle(&target);
    }
    root
}

/// Runs the program; what is wrong with its end.
fn run(root: &Path) -> Vec<String> {
    let run = foi(root, &["run"]);
    let wrong = !matches!(run.status.code(), Some(0 | 10));
    wrong.then(|| format!("foi run: {:?}\n{}", run.status.code(), indented(&text(&run.stderr)))).into_iter().collect()
}

fn wrong_answer(root: &Path, sql: &Path) -> Option<String> {
    let name = file_name(sql);
    let question = fs::read_to_string(sql).expect("a question is UTF-8");
    let Ok(expected) = fs::read_to_string(sql.with_extension("csv")) else {
        return Some(format!("{name} has no answer beside it"));
    };
    // A question may begin with a comment, which looks like an option.
    let answer = foi(root, &["query", "--csv", "--", &question]);
    if !answer.status.success() {
        return Some(format!("{name} cannot be answered:\n{}", indented(&text(&answer.stderr))));
    }
    let given = text(&answer.stdout);
    (given != expected).then(|| format!("{name} is answered otherwise:\n{}", indented(&difference(&expected, &given))))
}
