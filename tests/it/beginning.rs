//! A request, and a project, that begins with `foi init`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::scene::{COLUMNS, KENT, Scene};

const LOG: &str = "Our FOI log;;;;;\n;;;;;\nPublic body;Date sent;Status;FOI ref;Date received;Notes\n\
    Kent Police;1 Feb;Successful;FOI-1;2026-03-01;\"as at\nMay, \"\"sic\"\"\"\n\
    Essex;1 Feb;Waiting_response;;;\n\
    Police of Camelot;1 Feb;Refused;;;\n\
    Durham;1 Feb;under appeal;;;\n\
    Norfolk + Suffolk;;No information held;;;\n\
    TOTAL;;6;;;\n";

const LETTER: [&str; 10] = [
    "--title",
    "What became of it: \"knives\"",
    "--unit",
    "offence",
    "--count-basis",
    "recorded",
    "--offence",
    "disclosing_private_images",
    "--period",
    "April 2015 to March 2016",
];

fn foi(project: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut program = Command::new(assert_cmd::cargo::cargo_bin!("foi"));
    program.arg("--project").arg(project).args(arguments).stdin(Stdio::null());
    let Output { status, stderr, stdout } = program.output().expect("the program starts");
    assert!(stdout.is_empty(), "stdout is for data");
    (status.code(), String::from_utf8_lossy(&stderr).into_owned())
}

#[test]
fn a_project_begins_with_nothing_but_a_list() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (project, log) = (folder.path().join("new"), folder.path().join("log.csv"));
    fs::write(&log, LOG).expect("the folder is ours");
    let log = log.display().to_string();
    let (code, talk) = foi(&project, &[&["init", "knives", "--from", &log][..], &LETTER].concat());
    assert_eq!(code, Some(10), "{talk}");
    for said in
        ["`Police of Camelot` is not a force", "`under appeal` is no status", "column `Date sent`", "line `TOTAL`"]
    {
        assert!(talk.contains(said), "{talk}");
    }
    let tracker = fs::read_to_string(project.join("inbox/knives/returns.csv")).expect("it was made");
    let lines = [
        COLUMNS,
        "kent,,FOI-1,,2026-03-01,,answered,,,,,,,\"as at May, \"\"sic\"\"\"",
        "essex,,,,,,pending,,,,,,,",
        "Police of Camelot,,,,,,refused,,,,,,,",
        "durham,,,,,,under appeal,,,,,,,",
        "norfolk|suffolk,,,,,,not-held,,,,,,,",
    ];
    assert_eq!(tracker.lines().collect::<Vec<_>>(), lines);
    assert!(project.join("inbox/knives/norfolk+suffolk").is_dir());

    // What was not understood is for a person, and `foi check` says where.
    let (code, talk) = foi(&project, &["check"]);
    assert!(code == Some(78) && talk.contains("returns.csv:5: `under appeal` is no status"), "{talk}");
    fs::write(project.join("inbox/knives/returns.csv"), tracker.replace("under appeal", "refused"))
        .expect("it is ours");
    let (code, talk) = foi(&project, &["check"]);
    assert!(code == Some(10) && talk.contains("unknown-force"), "{talk}");

    // Its first reply.
    let reply = folder.path().join("kent.csv");
    fs::write(&reply, KENT).expect("the folder is ours");
    let (code, talk) = foi(&project, &["add", &reply.display().to_string(), "--request", "knives", "--yes"]);
    assert_eq!(code, Some(0), "{talk}");
    let (code, talk) = foi(&project, &["run"]);
    assert_eq!(code, Some(10), "{talk}");
    let title = "SELECT title FROM request";
    let release = project.join("warehouse/foi.duckdb");
    assert_eq!(super::sample::ask(&release, title).1, [["What became of it: \"knives\""]]);
    let asked = "SELECT coverage_status, count(*) FROM coverage WHERE question = 'any' GROUP BY ALL ORDER BY ALL";
    assert_eq!(
        super::sample::ask(&release, asked).1,
        [["answered", "1"], ["not-held", "2"], ["pending", "1"], ["refused", "1"]]
    );
}

#[test]
fn a_workbook_is_a_list_too() {
    let scene = Scene::new();
    let log = scene.root().join("log.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in
        [["Authority", "Outcome of request"], ["Kent", "Refused"], ["Essex", "Success"]].iter().enumerate()
    {
        for (col, text) in line.iter().enumerate() {
            let at = (u32::try_from(row).expect("few"), u16::try_from(col).expect("few"));
            sheet.write_string(at.0, at.1, *text).expect("the cell is free");
        }
    }
    book.save(&log).expect("the folder is ours");
    let log = log.display().to_string();
    let arguments = [&["init", "second", "--from", &log][..], &LETTER].concat();
    let (code, talk) = foi(scene.root(), &arguments);
    assert_eq!(code, Some(0), "{talk}");
    let tracker = fs::read_to_string(scene.inbox("second/returns.csv")).expect("it was made");
    assert_eq!(tracker.lines().skip(1).collect::<Vec<_>>(), ["kent,,,,,,refused,,,,,,,", "essex,,,,,,answered,,,,,,,"]);
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let scene = Scene::new();
    let read = |path: &str| fs::read_to_string(scene.root().join(path)).expect("it is there");
    let files = ["config/forces.csv", "inbox/letter/request.toml", "inbox/letter/returns.csv"];
    fs::remove_file(scene.root().join("config/corrections.csv")).expect("the copy is ours");
    let before = files.map(read);
    let log = scene.root().join("log.csv");
    fs::write(&log, LOG).expect("the folder is ours");
    let (code, talk) = foi(scene.root(), &["init", "letter", "--from", &log.display().to_string()]);
    assert_eq!(code, Some(1), "{talk}");
    let (code, _) = foi(scene.root(), &[&["init", "letter"][..], &LETTER].concat());
    assert_eq!(code, Some(1), "what was said and is not there is not dropped without a word");
    assert_eq!(files.map(read), before);
    assert!(!scene.root().join("config/corrections.csv").exists());
    for name in ["", ".hidden", "a/b", "../letter"] {
        assert_eq!(foi(scene.root(), &["init", name]).0, Some(1), "{name}");
    }
}

#[test]
fn the_line_that_a_finding_shows_makes_a_force_known() {
    let scene = Scene::new();
    scene.put("letter/Police, Camelot/reply.csv", KENT);
    scene.run();
    assert_eq!(scene.findings(), ["unknown-force error letter/Police, Camelot"]);
    let hint = scene.ask("SELECT hint FROM finding").concat().concat();
    let line = hint.rsplit('`').nth(1).expect("it shows a line");
    let forces = scene.root().join("config/forces.csv");
    let text = fs::read_to_string(&forces).expect("it is there");
    fs::write(&forces, format!("{text}{line}\n")).expect("the copy is ours");
    scene.run();
    assert_eq!(scene.figures("police--camelot", true).len(), 2);
    assert_eq!(scene.findings(), ["file-not-listed review letter/Police, Camelot/reply.csv"]);
}

#[test]
fn a_letter_that_no_run_takes_is_not_begun() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let project = folder.path().join("new");
    assert_eq!(foi(&project, &["init", "../evil"]).0, Some(1));
    assert!(!project.exists());
    for (wrong, known) in [
        (["--unit", "knives"], "offence"),
        (["--offence", "knife_crime"], "disclosing_private_images"),
        (["--period", "a while ago"], "April 2015"),
    ] {
        let (code, talk) = foi(&project, &[&["init", "letter"][..], &wrong].concat());
        assert!(code == Some(1) && talk.contains(wrong[1]) && talk.contains(known), "{talk}");
        assert!(!project.join("inbox/letter").exists());
    }
    assert_eq!(foi(&project, &[&["init", "letter"][..], &LETTER].concat()).0, Some(0));
    assert_eq!(foi(&project, &[&["init", "letter"][..], &LETTER].concat()).0, Some(0), "it says the same already");
    let (code, talk) = foi(&project, &["init", "letter", "--unit", "victim"]);
    assert!(code == Some(1) && talk.contains("of unit"), "{talk}");
}

#[test]
fn days_of_a_list_are_put_as_the_tracker_writes_them() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let project = folder.path().join("new");
    let log = folder.path().join("log.csv");
    let text =
        "Force,Status,Date received\nKent,Success,3 May 2026\nEssex,Success,25/05/2026\nDurham,Success,04/05/2026\n";
    fs::write(&log, text).expect("the folder is ours");
    let (code, talk) =
        foi(&project, &[&["init", "letter", "--from", &log.display().to_string()][..], &LETTER].concat());
    assert!(code == Some(10) && talk.contains("`04/05/2026` is no day"), "{talk}");
    let tracker = fs::read_to_string(project.join("inbox/letter/returns.csv")).expect("it was made");
    assert!(tracker.contains("2026-05-03") && tracker.contains("2026-05-25") && tracker.contains("04/05/2026"));
    // A text that is a day in no reading is a mistake.
    let tracker = tracker.replace("04/05/2026", "46000");
    fs::write(project.join("inbox/letter/returns.csv"), tracker).expect("the folder is ours");
    let (code, talk) = foi(&project, &["check"]);
    assert!(code == Some(78) && talk.contains("returns.csv:4") && talk.contains("write it as 2026-05-04"), "{talk}");
}
