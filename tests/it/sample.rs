//! The sample inbox, run once for all tests that ask its release something.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use duckdb::types::Value;
use duckdb::{AccessMode, Config, Connection};
use foi::intake::Take;
use foi::pipeline::{self, Ended, Isolation, Outcome};

/// The clone.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the clone's config and inbox in a folder of its own, which lasts as long as the tests.
pub(crate) fn copy() -> PathBuf {
    let folder = tempfile::tempdir().expect("a temporary folder can be made").keep();
    for name in ["config", "inbox"] {
        copy_folder(&project().join(name), &folder.join(name));
    }
    folder
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a file can be copied");
            settle(&target);
        }
    }
}

/// Makes a file look as if nobody had touched it for a while, so that a run need not wait to see whether it is whole.
pub(crate) fn settle(file: &Path) {
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    File::open(file).and_then(|file| file.set_modified(long_ago)).expect("the file is ours");
}

/// Runs a project in this process.
pub(crate) fn run(project: &Path) -> Outcome {
    let ready = pipeline::prepare(project, Take::In).expect("the sample's configuration is sound");
    match pipeline::run(ready, Isolation::InProcess, || ()).expect("the sample can be published") {
        Ended::Ran(outcome) => *outcome,
        Ended::AsBefore(_) => panic!("a run in this process reads everything"),
    }
}

/// The release of the sample.
pub(crate) fn release() -> &'static Path {
    static RELEASE: OnceLock<PathBuf> = OnceLock::new();
    RELEASE.get_or_init(|| {
        let project = copy();
        let outcome = run(&project);
        outcome.published
    })
}

/// Header and rows of a query, every value as DuckDB writes it; NULL is empty.
pub(crate) fn ask(release: &Path, sql: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let settings = Config::default().access_mode(AccessMode::ReadOnly).expect("a setting DuckDB knows");
    let connection = Connection::open_with_flags(release, settings).expect("the release opens");
    let sql = sql.trim().trim_end_matches(';');
    let mut statement = connection
        .prepare(&format!("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql})"))
        .unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let mut found = statement.query([]).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let headers = found.as_ref().map(duckdb::Statement::column_names).unwrap_or_default();
    let mut rows = Vec::new();
    while let Some(row) = found.next().expect("rows can be read") {
        let cell = |column| match row.get::<_, Value>(column).expect("the column exists") {
            Value::Text(text) => text,
            _ => String::new(),
        };
        rows.push((0..headers.len()).map(cell).collect());
    }
    (headers, rows)
}
