//! What stands in the inbox and is no whole file, and what becomes of a run that dies or finds its store damaged.

use std::fs::{self, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::sample::settle;
use super::scene::{KENT, Scene};

const KENT_FIGURES: [&str; 2] =
    ["letter/kent/reply.csv charged_or_summonsed 3", "letter/kent/reply.csv no_further_action 5"];
const NOTHING: [&str; 0] = [];

/// A run over a few small files that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the real program and sees that it ends.
fn run_in_time(scene: &Scene) {
    let mut run = scene.program(&["run"]).stderr(Stdio::null()).spawn().expect("the program starts");
    let begun = Instant::now();
    while run.try_wait().expect("it is our child").is_none() {
        if begun.elapsed() > PATIENCE {
            run.kill().expect("it is our child");
            panic!("the run hangs");
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn pipes_and_links_neither_block_nor_lead_anywhere() {
    let scene = Scene::new();
    let made = Command::new("mkfifo").arg(scene.inbox("letter/kent/pipe.csv")).status().expect("mkfifo is there");
    assert!(made.success());
    fs::write(scene.root().join("secret.csv"), "Outcome,Number\nCharged,4449\n").expect("the folder is ours");
    symlink(scene.root().join("secret.csv"), scene.inbox("letter/kent/link.csv")).expect("the folder is ours");
    fs::create_dir(scene.root().join("elsewhere")).expect("the folder is ours");
    fs::write(scene.root().join("elsewhere/reply.csv"), KENT).expect("the folder is ours");
    symlink(scene.root().join("elsewhere"), scene.inbox("letter/surrey")).expect("the folder is ours");
    // A link that leads back must not be walked for ever.
    symlink(scene.inbox(""), scene.inbox("letter/kent/again")).expect("the folder is ours");
    run_in_time(&scene);
    let expected = ["letter/kent/again", "letter/kent/link.csv", "letter/kent/pipe.csv", "letter/surrey"]
        .map(|path| format!("not-a-file error {path}"));
    assert_eq!(scene.findings(), expected);
    assert_eq!(scene.figures("kent", true), KENT_FIGURES);
    assert!(scene.everything().iter().flatten().all(|value| !value.contains("4449")));
}

#[test]
fn a_folder_nobody_may_read_costs_itself() {
    let scene = Scene::new();
    scene.put("letter/surrey/reply.csv", KENT);
    let folder = scene.inbox("letter/surrey");
    fs::set_permissions(&folder, Permissions::from_mode(0o000)).expect("the folder is ours");
    // Permissions hold nobody back who runs as root.
    let held = fs::read_dir(&folder).is_err();
    run_in_time(&scene);
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("the folder is ours");
    assert_eq!(scene.figures("kent", true), KENT_FIGURES);
    if held {
        assert_eq!(scene.findings(), ["file-unreadable error letter/surrey"]);
    }
}

/// Lets a file grow while a run looks at it, and gives the figures that run loaded for Kent.
fn run_while_it_grows(scene: &Scene, path: &str) -> Vec<String> {
    scene.configure("pipeline.toml", "settle-seconds = 2", "settle-seconds = 1");
    let (file, done) = (scene.inbox(path), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = OpenOptions::new().append(true).create(true).open(file).expect("the inbox is ours");
            while !done.load(Ordering::Relaxed) {
                file.write_all(b"\n").expect("the inbox is ours");
                thread::sleep(Duration::from_millis(10));
            }
        });
        thread::sleep(Duration::from_millis(50));
        scene.run();
        done.store(true, Ordering::Relaxed);
    });
    scene.figures("kent", true)
}

#[test]
fn a_file_that_grows_waits_and_what_stood_there_goes_on() {
    let scene = Scene::new();
    scene.run();
    let manifest = scene.manifest();
    fs::write(scene.inbox("letter/kent/reply.csv"), "Outcome,Number\nCharged,4\n").expect("the inbox is ours");
    assert_eq!(run_while_it_grows(&scene, "letter/kent/reply.csv"), KENT_FIGURES);
    assert_eq!(scene.findings(), ["still-being-written review letter/kent/reply.csv"]);
    assert_eq!(scene.manifest(), manifest);
    settle(&scene.inbox("letter/kent/reply.csv"));
    scene.run();
    assert_eq!(scene.figures("kent", true), ["letter/kent/reply.csv charged_or_summonsed 4"]);
    assert_eq!(scene.figures("kent", false), KENT_FIGURES);
    assert_eq!(scene.findings(), ["file-replaced info letter/kent/reply.csv"]);
}

#[test]
fn a_file_that_grows_is_not_said_to_be_missing() {
    let scene = Scene::new();
    scene.remove("letter/kent/reply.csv");
    assert_eq!(run_while_it_grows(&scene, "letter/kent/reply.csv"), NOTHING);
    assert_eq!(scene.findings(), ["still-being-written review letter/kent/reply.csv"]);
}

#[test]
fn a_download_waits_until_it_has_its_name() {
    let scene = Scene::new();
    scene.rename("letter/kent/reply.csv", "letter/kent/reply.csv.crdownload");
    scene.run();
    assert_eq!(scene.figures("kent", true), NOTHING);
    assert!(scene.findings().contains(&"still-being-written review letter/kent/reply.csv.crdownload".to_owned()));
    scene.rename("letter/kent/reply.csv.crdownload", "letter/kent/reply.csv");
    scene.run();
    assert_eq!(scene.figures("kent", true), KENT_FIGURES);
    assert_eq!(scene.findings(), NOTHING);
}

/// A night without news reads nothing; without a release everything is read.
fn unpublish(scene: &Scene) {
    fs::remove_file(scene.root().join("warehouse/foi.duckdb")).expect("the folder is ours");
}

/// Everything in the cache with its bytes.
fn results(scene: &Scene) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = scene.root().join("cache");
    let bytes = |path: &PathBuf| fs::read(folder.join(path)).expect("it is there");
    scene.files_below("cache").into_iter().map(|path| (path.clone(), bytes(&path))).collect()
}

#[test]
fn the_cache_can_be_deleted_or_damaged_at_any_time() {
    let scene = Scene::new();
    assert_eq!(scene.run_for_real().0, Some(0));
    let (before, whole) = (scene.everything(), results(&scene));
    assert_eq!(whole.len(), 2);
    unpublish(&scene);
    fs::remove_dir_all(scene.root().join("cache")).expect("the folder is ours");
    assert_eq!(scene.run_for_real().0, Some(0));
    assert_eq!((scene.everything(), results(&scene)), (before.clone(), whole.clone()));

    let place = |at: usize| scene.root().join("cache").join(&whole[at].0);
    fs::write(place(0), "no result").expect("the folder is ours");
    let mut flipped = whole[1].1.clone();
    *flipped.last_mut().expect("a result is not empty") ^= 1;
    fs::write(place(1), flipped).expect("the folder is ours");
    unpublish(&scene);
    assert_eq!(scene.run_for_real().0, Some(0));
    assert_eq!((scene.everything(), results(&scene)), (before, whole));
}

/// Damages the archived copy of what Kent sent, and forgets what was read of it.
fn damage(scene: &Scene) {
    let object = scene.object(KENT);
    fs::set_permissions(&object, Permissions::from_mode(0o600)).expect("the archive is ours");
    fs::write(&object, KENT.replace('3', "9")).expect("the archive is ours");
    fs::remove_dir_all(scene.root().join("cache")).expect("the folder is ours");
}

#[test]
fn a_damaged_archived_copy_is_named_and_costs_its_file_only() {
    let scene = Scene::new();
    assert_eq!(scene.run_for_real().0, Some(0));
    scene.remove("letter/kent/reply.csv");
    damage(&scene);
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(10), "{talk}");
    assert!(talk.contains("the archived copy is missing or is not what was taken in"), "{talk}");
    assert_eq!(scene.figures("kent", true), NOTHING);
    assert_eq!(scene.figures("essex", true).len(), 2);
    let found = ["file-left info letter/kent/reply.csv", "reader-stopped error letter/kent/reply.csv"];
    assert_eq!(scene.findings(), found);

    // It was moved aside, and once the bytes are in the inbox again they are archived again.
    assert!(!scene.object(KENT).exists());
    assert_eq!(scene.run_for_real().0, Some(10));
    assert_eq!(scene.findings(), found);
    scene.put("letter/kent/reply.csv", KENT);
    assert_eq!(scene.run_for_real().0, Some(0));
    assert_eq!(scene.figures("kent", true), KENT_FIGURES);
}

#[test]
fn putting_the_file_into_the_inbox_again_mends_a_damaged_archived_copy() {
    let scene = Scene::new();
    assert_eq!(scene.run_for_real().0, Some(0));
    damage(&scene);
    unpublish(&scene);
    // The hint of the finding says that this helps.
    scene.put("letter/kent/reply.csv", KENT);
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(0), "{talk}");
    assert_eq!(scene.figures("kent", true), KENT_FIGURES);
    assert_eq!(fs::read_to_string(scene.object(KENT)).expect("it is there"), KENT);
}

#[test]
fn a_run_that_is_killed_leaves_an_archive_that_can_be_used() {
    let scene = Scene::new();
    for moment in [5, 20, 50, 90, 140, 200, 300, 450] {
        // Something to take in every time, and something that is taken in already.
        scene.put("letter/kent/reply.csv", format!("Outcome,Number\nCharged,{moment}\nNo further action,5\n"));
        let before = scene.manifest();
        let mut run = scene.program(&["run"]).stderr(Stdio::null()).spawn().expect("the program starts");
        thread::sleep(Duration::from_millis(moment));
        run.kill().and_then(|()| run.wait()).expect("it is our child");
        let manifest = scene.manifest();
        assert!(manifest.starts_with(&before), "killed after {moment} ms");
        // Whatever the manifest names is there, whole: a line without an end does not count.
        let whole = manifest.rfind('\n').map_or("", |end| &manifest[..end]);
        for line in whole.lines() {
            let entry: serde_json::Value = serde_json::from_str(line).expect("a line is whole");
            let sha256 = entry["sha256"].as_str().expect("a line names its bytes");
            let object = scene.root().join("archive/objects").join(&sha256[..2]).join(&sha256[2..]);
            let bytes = fs::read(&object).expect("what the manifest names is archived");
            assert_eq!(foi::model::digest::sha256(bytes), sha256, "killed after {moment} ms");
        }
    }
    assert_eq!(scene.run_for_real().0, Some(0));
    assert_eq!(
        scene.figures("kent", true),
        ["letter/kent/reply.csv charged_or_summonsed 450", "letter/kent/reply.csv no_further_action 5"]
    );
    assert_eq!(scene.files_below("archive/unfinished").len(), 0);
    assert!(scene.findings().iter().all(|finding| finding == "file-replaced info letter/kent/reply.csv"));
}

#[test]
fn a_run_killed_while_it_publishes_leaves_nothing_that_stays() {
    let scene = Scene::new();
    assert_eq!(scene.run_for_real().0, Some(0));
    scene.configure("pipeline.toml", "small-count = 10", "small-count = 9");
    assert_eq!(scene.run_for_real().0, Some(0));
    let beside = || {
        let entries = fs::read_dir(scene.root().join("warehouse")).expect("the folder is there");
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<String> = entries.map(|entry| name(entry.expect("the folder is there"))).collect();
        names.sort();
        names
    };
    let usual = beside();
    scene.configure("pipeline.toml", "small-count = 9", "small-count = 8");
    let mut run = scene.program(&["run"]).stderr(Stdio::null()).spawn().expect("the program starts");
    let begun = Instant::now();
    while beside() == usual {
        assert!(begun.elapsed() < PATIENCE, "nothing is built beside the release");
        thread::sleep(Duration::from_millis(1));
    }
    run.kill().and_then(|()| run.wait()).expect("it is our child");
    assert_eq!(scene.run_for_real().0, Some(0));
    assert_eq!(beside(), usual);
}
