//! A breached file is purged from everything in reach, and nothing brings it back.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use super::sample::settle;
use super::scene::{KENT, Scene};

/// A text that must be nowhere afterwards.
const BREACH: &str = "Outcome,Number\nCharged,3\n\nSecretperson,1\n";
const SECRET: &[u8] = b"Secretperson";

fn forget(scene: &Scene, name: &str) -> (Option<i32>, String) {
    let Output { status, stderr, .. } =
        scene.program(&["forget", name, "--reason", "it names a victim"]).output().expect("the program starts");
    (status.code(), String::from_utf8_lossy(&stderr).into_owned())
}

/// Every file of the project that holds the text. DuckDB packs none that is so short.
fn holding(scene: &Scene) -> BTreeSet<String> {
    let has = |path: &Path| fs::read(path).is_ok_and(|bytes| bytes.windows(SECRET.len()).any(|part| part == SECRET));
    let files = scene.files_below("").into_iter().filter(|path| has(&scene.root().join(path)));
    files.map(|path| path.display().to_string()).collect()
}

fn breached() -> Scene {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", BREACH);
    scene.run();
    scene
}

#[test]
fn nothing_of_it_is_left_but_the_tombstone() {
    let scene = breached();
    // Results that workers kept, a damaged copy, the same bytes elsewhere, releases kept and refused.
    let (code, _) = scene.run_for_real();
    assert!(matches!(code, Some(0 | 10)));
    fs::copy(scene.object(BREACH), scene.object(BREACH).with_extension("damaged")).expect("the copy is ours");
    scene.put("letter/kent/.reply.csv", BREACH);
    for folder in ["kept", "refused"] {
        let folder = scene.root().join("warehouse").join(folder);
        fs::create_dir(&folder).expect("the folder is ours");
        fs::copy(scene.root().join("warehouse/foi.duckdb"), folder.join("run.duckdb")).expect("the copy is ours");
    }
    assert!(holding(&scene).len() >= 7, "{:?}", holding(&scene));
    let before = scene.manifest();
    let (code, talk) = forget(&scene, "letter/kent/reply.csv");
    assert_eq!(code, Some(0), "{talk}");
    assert_eq!(holding(&scene), BTreeSet::new(), "{talk}");
    for removed in ["kept/run.duckdb", "refused/run.duckdb", "inbox/letter/kent/.reply.csv", "2 file(s) of the archive"]
    {
        assert!(talk.contains(removed), "{talk}");
    }
    assert!(scene.manifest().starts_with(&before), "lines of the manifest are only ever added");
    assert_eq!(scene.figures("kent", true).len() + scene.figures("kent", false).len(), 0);
    assert_eq!(scene.figures("essex", true).len(), 2);
    assert_eq!(scene.findings(), ["file-forgotten info letter/kent/reply.csv"]);
    // Of bytes that were forgotten no copy is missing, and one that is there is too many.
    let verify = || scene.program(&["verify"]).output().expect("the program starts").status.code();
    assert_eq!(verify(), Some(0));
    fs::write(scene.object(BREACH), BREACH).expect("the archive is ours");
    assert_eq!(verify(), Some(1));
}

#[test]
fn other_releases_and_other_files_stay() {
    let scene = Scene::new();
    scene.run();
    let kept = scene.root().join("warehouse/kept/old.duckdb");
    fs::create_dir(kept.parent().expect("it lies in a folder")).expect("the folder is ours");
    fs::copy(scene.root().join("warehouse/foi.duckdb"), &kept).expect("the copy is ours");
    scene.put("letter/kent/second.csv", BREACH);
    scene.run();
    let (code, talk) = forget(&scene, "letter/kent/second.csv");
    assert_eq!(code, Some(0), "{talk}");
    assert!(kept.is_file(), "a release without it stays");
    assert_eq!(scene.figures("kent", true).len(), 2);
}

#[test]
fn the_same_bytes_are_never_taken_in_again() {
    let scene = breached();
    forget(&scene, "letter/kent/reply.csv");
    scene.put("letter/essex/again.csv", BREACH);
    scene.run();
    scene.run();
    assert!(!scene.object(BREACH).exists());
    assert_eq!(holding(&scene), BTreeSet::from(["inbox/letter/essex/again.csv".to_owned()]));
    assert!(scene.findings().contains(&"file-forgotten review letter/essex/again.csv".to_owned()));
    let (code, _) = forget(&scene, "letter/essex/again.csv");
    assert_eq!((code, holding(&scene)), (Some(0), BTreeSet::new()));
    // Other bytes at the same place are another file.
    scene.put("letter/kent/reply.csv", KENT);
    scene.run();
    assert_eq!(scene.figures("kent", true).len(), 2);
}

#[test]
fn whoever_was_stopped_half_way_begins_again() {
    let scene = breached();
    let (archive, release) = (scene.object(BREACH), scene.root().join("warehouse/foi.duckdb"));
    let (bytes, old) = (fs::read(&archive).expect("it is there"), fs::read(&release).expect("it is there"));
    forget(&scene, "letter/kent/reply.csv");
    let manifest = scene.manifest();
    // As if it had ended right after the tombstone: everything else still stands.
    fs::write(&archive, bytes).expect("the archive is ours");
    fs::remove_file(&release).and_then(|()| fs::write(&release, old)).expect("the folder is ours");
    let (code, talk) = forget(&scene, "letter/kent/reply.csv");
    assert_eq!((code, holding(&scene)), (Some(0), BTreeSet::new()), "{talk}");
    assert_eq!(scene.manifest().matches("\"forgotten\"").count(), manifest.matches("\"forgotten\"").count());
}

/// Under the hold of a rollback the release that stands must go all the same, and the hold stays; also where the run that
/// makes the other one is killed before it is accepted.
#[test]
fn a_hold_stays_on_and_a_kill_before_the_other_release_is_accepted_loses_none() {
    let scene = breached();
    scene.put("letter/essex/reply.csv", "Outcome,Number\nCharged,99\n");
    scene.run();
    assert!(scene.program(&["rollback"]).status().expect("the program starts").success());
    let held = fs::read_to_string(scene.root().join("warehouse/foi.duckdb.hold")).expect("it is held");
    // In a release build there are no faults, and it goes through at once.
    let killed = scene
        .program(&["forget", "letter/kent/reply.csv", "--reason", "it names a victim"])
        .env("FOI_FAULT", "set-aside")
        .status();
    assert_eq!(killed.expect("the program starts").success(), !cfg!(debug_assertions));
    let (code, talk) = forget(&scene, "letter/kent/reply.csv");
    assert_eq!((code, holding(&scene)), (Some(0), BTreeSet::new()), "{talk}");
    if cfg!(debug_assertions) {
        assert!(talk.contains("published all the same") && talk.contains("held at"), "{talk}");
    }
    assert_eq!(fs::read_to_string(scene.root().join("warehouse/foi.duckdb.hold")).expect("it is held"), held);
    assert_eq!(scene.figures("essex", true), ["letter/essex/reply.csv charged_or_summonsed 99"]);
    assert!(scene.figures("kent", true).is_empty());
}

#[test]
fn of_several_versions_a_person_names_one() {
    let scene = breached();
    scene.put("letter/kent/reply.csv", KENT);
    scene.run();
    let (code, talk) = forget(&scene, "letter/kent/reply.csv");
    let sha256 = foi::model::digest::sha256(BREACH.as_bytes());
    assert!(code == Some(1) && talk.contains(&sha256), "{talk}");
    let (code, talk) = forget(&scene, &sha256[..12]);
    assert_eq!((code, holding(&scene)), (Some(0), BTreeSet::new()), "{talk}");
    assert_eq!(scene.figures("kent", true).len(), 2);
    assert_eq!(scene.figures("kent", false).len(), 0);
}

#[test]
fn a_zip_that_holds_it_goes_with_it_and_its_other_members_stay() {
    let scene = Scene::new();
    let zip = zipped(&[("bad.csv", BREACH), ("good.csv", "Outcome,Number\nCaution,9\n")]);
    scene.put("letter/kent/sent.zip", &zip);
    scene.run();
    let (code, talk) = forget(&scene, "letter/kent/sent.zip/bad.csv");
    assert_eq!((code, holding(&scene)), (Some(0), BTreeSet::new()), "{talk}");
    assert!(scene.figures("kent", true).contains(&"letter/kent/sent.zip/good.csv caution 9".to_owned()));
    // Another zip with the same member is not taken in.
    scene.put("letter/kent/resent.zip", zipped(&[("bad.csv", BREACH), ("new.csv", KENT)]));
    scene.run();
    assert_eq!(holding(&scene), BTreeSet::from(["inbox/letter/kent/resent.zip".to_owned()]));
}

#[test]
fn what_is_no_file_of_a_force_cannot_be_forgotten() {
    let scene = breached();
    for name in ["letter/returns.csv", "letter/kent/other.csv", "config/forces.csv"] {
        let (code, talk) = forget(&scene, name);
        assert_eq!(code, Some(66), "{talk}");
    }
    settle(&scene.inbox("letter/returns.csv"));
    assert!(scene.inbox("letter/returns.csv").is_file());
}

/// A zip archive that packs nothing.
fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in members {
        zip.start_file(*name, plain).expect("the name is free");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}
