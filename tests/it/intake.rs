//! What comes into the inbox, is changed there, and goes: nothing that was taken in is forgotten or counted twice.

use std::fs;

use foi::publish;

use super::sample::settle;
use super::scene::{KENT, Scene};

/// What Kent sends later.
const CORRECTED: &str = "Outcome,Number\nCharged,4\nNo further action,6\n";

const KENT_FIRST: [&str; 2] =
    ["letter/kent/reply.csv charged_or_summonsed 3", "letter/kent/reply.csv no_further_action 5"];
const KENT_CORRECTED: [&str; 2] =
    ["letter/kent/reply.csv charged_or_summonsed 4", "letter/kent/reply.csv no_further_action 6"];
const NOTHING: [&str; 0] = [];

#[test]
fn a_file_that_leaves_changes_nothing() {
    let scene = Scene::new();
    scene.run();
    let (before, manifest) = (scene.everything(), scene.manifest());
    assert_eq!(scene.findings(), NOTHING);
    scene.remove("letter/kent/reply.csv");
    for _ in 0..2 {
        scene.run();
        assert_eq!(scene.everything(), before);
        assert_eq!(scene.findings(), ["file-left info letter/kent/reply.csv"]);
        assert_eq!(scene.manifest(), manifest);
    }
    scene.put("letter/kent/reply.csv", KENT);
    scene.run();
    assert_eq!(scene.everything(), before);
    assert_eq!(scene.findings(), NOTHING);
}

#[test]
fn a_file_replaced_in_place_is_superseded_until_it_comes_back() {
    let scene = Scene::new();
    scene.run();
    let first = scene.everything();
    scene.put("letter/kent/reply.csv", CORRECTED);
    scene.run();
    assert_eq!(scene.figures("kent", true), KENT_CORRECTED);
    assert_eq!(scene.figures("kent", false), KENT_FIRST);
    assert_eq!(scene.findings(), ["file-replaced info letter/kent/reply.csv"]);
    assert_eq!(scene.ask("SELECT count_low FROM force_totals WHERE police_force = 'kent'"), [["10"]]);

    scene.put("letter/kent/reply.csv", KENT);
    scene.run();
    assert_eq!(scene.figures("kent", true), KENT_FIRST);
    assert_eq!(scene.figures("kent", false), KENT_CORRECTED);
    assert_eq!(scene.findings(), ["file-replaced info letter/kent/reply.csv"]);
    let current = "SELECT * FROM observation_all WHERE is_current ORDER BY ALL";
    assert_eq!(scene.ask(current), first);
    // The letter, the tracker and Essex once, Kent three times.
    assert_eq!(scene.manifest().lines().count(), 6);
}

#[test]
fn a_file_moved_to_another_force_counts_for_both_until_it_is_withdrawn() {
    let scene = Scene::new();
    scene.run();
    scene.rename("letter/kent/reply.csv", "letter/surrey/reply.csv");
    let essex = "essex,reply.csv,,,,,answered,,,,,,,";
    let surrey = "surrey,reply.csv,,,,,answered,,,,,,,";
    scene.tracker("letter", &[essex, surrey, "kent,reply.csv,,,,,answered,,,,,,,"]);
    scene.run();
    assert_eq!(scene.figures("kent", true), KENT_FIRST);
    assert_eq!(scene.figures("surrey", true).len(), 2);
    assert_eq!(scene.findings(), ["file-moved review letter/kent/reply.csv"]);

    scene.tracker("letter", &[essex, surrey, "kent,reply.csv,,,,,withdrawn,,,,,,,filed wrongly"]);
    scene.run();
    assert_eq!(scene.figures("kent", true), NOTHING);
    assert_eq!(scene.figures("kent", false), NOTHING);
    assert_eq!(scene.figures("surrey", true).len(), 2);
    assert_eq!(scene.findings(), NOTHING);
}

#[test]
fn a_file_renamed_in_its_folder_counts_once() {
    let scene = Scene::new();
    scene.run();
    scene.rename("letter/kent/reply.csv", "letter/kent/answer.csv");
    scene.run();
    let renamed = KENT_FIRST.map(|figure| figure.replace("reply.csv", "answer.csv"));
    assert_eq!(scene.figures("kent", true), renamed);
    assert_eq!(scene.figures("kent", false), NOTHING);
    assert_eq!(scene.findings(), ["file-not-listed review letter/kent/answer.csv"]);
    let lines = ["kent,answer.csv,,,,,answered,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"];
    scene.tracker("letter", &lines);
    scene.run();
    assert_eq!(scene.figures("kent", true), renamed);
    assert_eq!(scene.findings(), NOTHING);
}

#[test]
fn a_request_that_leaves_whole_is_read_from_the_archive() {
    let scene = Scene::new();
    scene.letter("second");
    scene.tracker("second", &["kent,reply.csv,,,,,answered,,,,,,,as at 1 May"]);
    scene.put("second/kent/reply.csv", CORRECTED);
    scene.run();
    let (before, returns) = (scene.everything(), scene.ask("SELECT * FROM \"return\" ORDER BY ALL"));
    scene.remove("second");
    scene.run();
    assert_eq!(scene.everything(), before);
    assert_eq!(scene.ask("SELECT * FROM \"return\" ORDER BY ALL"), returns);
    assert!(scene.findings().contains(&"file-left info second/kent/reply.csv".to_owned()));

    // Even when nothing stands any more.
    fs::remove_dir_all(scene.inbox("")).expect("the folder is ours");
    scene.run();
    assert_eq!(scene.everything(), before);
}

#[test]
fn a_tracker_that_leaves_is_read_from_the_archive_and_said_to_have_left() {
    let scene = Scene::new();
    scene.tracker("letter", &["kent,reply.csv,,,,,partial,,,,,,,as at 1 May", "essex,reply.csv,,,,,answered,,,,,,,"]);
    scene.run();
    let (before, returns) = (scene.everything(), scene.ask("SELECT * FROM \"return\" ORDER BY ALL"));
    scene.remove("letter/returns.csv");
    scene.run();
    assert_eq!(scene.everything(), before);
    assert_eq!(scene.ask("SELECT * FROM \"return\" ORDER BY ALL"), returns);
    assert_eq!(scene.findings(), ["file-left info letter/returns.csv"]);
}

#[test]
fn withdrawing_keeps_out_what_has_left_already() {
    let scene = Scene::new();
    scene.run();
    scene.remove("letter/kent/reply.csv");
    let lines = ["kent,reply.csv,,,,,withdrawn,,,,,,,sent in error", "essex,reply.csv,,,,,answered,,,,,,,"];
    scene.tracker("letter", &lines);
    scene.run();
    assert_eq!(scene.figures("kent", true), NOTHING);
    assert_eq!(scene.figures("kent", false), NOTHING);
    assert_eq!(scene.findings(), NOTHING);
}

#[test]
fn withdrawing_keeps_out_a_file_under_the_name_it_had_before_too() {
    let scene = Scene::new();
    scene.run();
    scene.rename("letter/kent/reply.csv", "letter/kent/answer.csv");
    let lines = ["kent,answer.csv,,,,,withdrawn,,,,,,,sent in error", "essex,reply.csv,,,,,answered,,,,,,,"];
    scene.tracker("letter", &lines);
    scene.run();
    assert_eq!(scene.figures("kent", true), NOTHING);
    assert_eq!(scene.figures("kent", false), NOTHING);
    assert_eq!(scene.findings(), NOTHING);
}

#[test]
fn a_file_that_leaves_has_not_moved_to_where_the_same_bytes_stood_before() {
    let scene = Scene::new();
    scene.put("letter/essex/reply.csv", KENT);
    scene.run();
    scene.remove("letter/kent/reply.csv");
    scene.run();
    assert_eq!(scene.figures("kent", true), KENT_FIRST);
    assert_eq!(scene.findings(), ["file-left info letter/kent/reply.csv"]);
}

#[test]
fn a_second_run_at_the_same_time_touches_nothing() {
    let scene = Scene::new();
    let release = scene.run().published;
    let held = publish::lock(&release).expect("nobody else runs");
    // What the run that holds the lock is taking in just now.
    let unfinished = scene.root().join("archive/unfinished/half");
    fs::write(&unfinished, "Outcome,Num").expect("the archive is ours");
    let (all, manifest) = (scene.files_below(""), scene.manifest());
    scene.put("letter/kent/reply.csv", CORRECTED);
    assert_eq!(scene.run_for_real().0, Some(75));
    assert!(unfinished.exists(), "what another run was taking in is gone");
    assert_eq!((scene.files_below(""), scene.manifest()), (all, manifest));
    drop(held);
}

#[test]
fn check_writes_nothing() {
    let scene = Scene::new();
    let all = scene.files_below("");
    let checked = scene.program(&["check"]).output().expect("the program starts");
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stderr));
    assert_eq!(scene.files_below(""), all);
    assert!(!scene.root().join("archive").exists() && !scene.root().join("cache").exists());

    // Nor once there is an archive: what is new waits for a run.
    scene.run();
    let (all, manifest) = (scene.files_below(""), scene.manifest());
    scene.put("letter/kent/reply.csv", CORRECTED);
    let checked = scene.program(&["check"]).output().expect("the program starts");
    let talk = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert_eq!(checked.status.code(), Some(0), "{talk}");
    assert!(talk.contains("file-replaced"), "{talk}");
    assert_eq!((scene.files_below(""), scene.manifest()), (all, manifest));
}

#[test]
fn a_changed_decision_is_obeyed_by_the_next_run() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\nLetter of apology,5\n");
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(10), "{talk}");
    let unmapped = ["letter/kent/reply.csv charged_or_summonsed 3", "letter/kent/reply.csv unmapped 5"];
    assert_eq!(scene.figures("kent", true), unmapped);
    let header = "raw,term,header,match,force,request,status,origin,note\n";
    let rule = format!("{header}Letter of apology,community_resolution,,exact,,,map,local,invented\n");
    scene.configure("vocab/outcome.labels.csv", header, &rule);
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(0), "{talk}");
    let mapped = ["letter/kent/reply.csv charged_or_summonsed 3", "letter/kent/reply.csv community_resolution 5"];
    assert_eq!(scene.figures("kent", true), mapped);
}

#[test]
fn members_of_an_archive_come_and_go_with_it() {
    let scene = Scene::new();
    scene.tracker("letter", &["kent,reply.zip,,,,,answered,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"]);
    scene.remove("letter/kent/reply.csv");
    scene.put("letter/kent/reply.zip", zipped(&[("a.csv", KENT)]));
    scene.run();
    let before = scene.everything();
    assert_eq!(scene.figures("kent", true).len(), 2);
    scene.remove("letter/kent/reply.zip");
    scene.run();
    assert_eq!(scene.everything(), before);
    assert_eq!(scene.findings(), ["file-left info letter/kent/reply.zip/a.csv"]);

    // What was unpacked instead is the same file.
    scene.put("letter/kent/a.csv", KENT);
    scene.tracker("letter", &["kent,reply.zip|a.csv,,,,,answered,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"]);
    scene.run();
    let unpacked = KENT_FIRST.map(|figure| figure.replace("reply.csv", "a.csv"));
    assert_eq!(scene.figures("kent", true), unpacked);
    assert_eq!(scene.findings(), NOTHING);

    // A later archive replaces what the first one held.
    scene.remove("letter/kent/a.csv");
    scene.put("letter/kent/reply.zip", zipped(&[("a.csv", CORRECTED)]));
    scene.tracker("letter", &["kent,reply.zip,,,,,answered,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"]);
    scene.run();
    let corrected = KENT_CORRECTED.map(|figure| figure.replace("reply.csv", "reply.zip/a.csv"));
    assert!(corrected.iter().all(|figure| scene.figures("kent", true).contains(figure)));
}

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory takes it");
        writer.write_all(text.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

#[test]
fn a_file_that_arrives_between_runs_is_the_only_news() {
    let scene = Scene::new();
    scene.run();
    let manifest = scene.manifest();
    scene.put("letter/kent/annex.csv", CORRECTED);
    settle(&scene.inbox("letter/kent/annex.csv"));
    scene.run();
    assert_eq!(scene.manifest().lines().count(), manifest.lines().count() + 1);
    assert_eq!(scene.findings(), ["file-not-listed review letter/kent/annex.csv"]);
    // The same bytes under another path are archived once.
    assert_eq!(scene.files_below("archive/objects").len(), 5);
}
