//! Publishing: the old release or the new one, never between.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use assert_cmd::Command;
use foi::publish::{self, Scratch};

use super::sample::{ask, copy, run};

#[test]
fn a_release_is_read_only_and_nothing_is_left_beside_it() {
    let project = copy();
    let release = run(&project).published;
    let mode = fs::metadata(&release).expect("the release is there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o440);
    let folder = release.parent().expect("it lies in a folder");
    let mut left: Vec<String> = fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["foi.duckdb", "foi.duckdb.lock"]);
}

#[test]
fn a_release_that_fails_leaves_the_old_one() {
    let project = copy();
    let release = run(&project).published;
    let before = fs::read(&release).expect("the release is there");
    let lock = publish::lock(&release).expect("nobody else runs");
    let failed = Scratch::build(&lock, &release, |scratch| {
        fs::write(scratch, "half a file").expect("the scratch folder can be written");
        Err(duckdb::Error::InvalidQuery)
    });
    assert!(failed.is_err());
    assert_eq!(fs::read(&release).expect("the release is there"), before);
}

/// Something that a new release is for.
fn withdraw_one(project: &Path) {
    let tracker = project.join("inbox/2016-national/returns.csv");
    let text = fs::read_to_string(&tracker).expect("the tracker is there");
    let withdrawn =
        text.replacen("Met Police FOI response.xlsx,,,,,answered", "Met Police FOI response.xlsx,,,,,withdrawn", 1);
    assert_ne!(text, withdrawn);
    fs::write(&tracker, withdrawn).expect("the copy is ours");
}

#[test]
fn a_reader_keeps_its_snapshot_through_a_publish() {
    let project = copy();
    let release = run(&project).published;
    let reader = duckdb::Connection::open_with_flags(
        &release,
        duckdb::Config::default().access_mode(duckdb::AccessMode::ReadOnly).expect("a setting DuckDB knows"),
    )
    .expect("the release opens");
    let lines = |reader: &duckdb::Connection| {
        reader
            .query_row("SELECT count(*) FROM observation_all", [], |row| row.get::<_, i64>(0))
            .expect("the reader goes on reading")
    };
    let before = lines(&reader);
    withdraw_one(&project);
    run(&project);
    assert_eq!(lines(&reader), before);
    reader.close().map_err(|(_, error)| error).expect("the reader closes");
    let after = ask(&release, "SELECT count(*) FROM observation_all").1;
    assert_ne!(after, [[before.to_string()]]);
}

#[test]
fn what_a_client_left_beside_the_old_release_is_moved_aside() {
    let project = copy();
    let release = run(&project).published;
    let stale = release.with_extension("duckdb.wal");
    fs::write(&stale, "a client's log").expect("the folder can be written");
    withdraw_one(&project);
    let outcome = run(&project);
    assert!(!stale.exists());
    assert!(release.with_extension("duckdb.wal.orphaned").exists());
    assert_eq!(outcome.notices.len(), 1);
}

#[test]
fn one_run_at_a_time_and_only_where_there_is_room_to_write() {
    let project = copy();
    let release = run(&project).published;
    let program = || {
        let mut program = Command::new(assert_cmd::cargo::cargo_bin!("foi"));
        program.arg("--project").arg(&project).arg("run");
        program
    };
    let held = publish::lock(&release).expect("nobody else runs");
    program().assert().code(75);
    drop(held);
    let settings = project.join("config/pipeline.toml");
    let text = fs::read_to_string(&settings).expect("the settings are there");
    // A file where the folder of the warehouse should be.
    fs::write(project.join("occupied"), "").expect("the project can be written");
    fs::write(&settings, text.replace("warehouse/foi.duckdb", "occupied/foi.duckdb"))
        .expect("the settings can be written");
    program().assert().code(74);
}
