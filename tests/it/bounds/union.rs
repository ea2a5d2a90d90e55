//! The same returns give the same release, in whatever order they are listed, however their forces are called, and
//! whether they come at once or one after the other.

use std::fs;
use std::path::Path;

use crate::batches::forge::batch;
use crate::dice::Dice;
use crate::folder::put;
use crate::laws::contents;
use crate::sample::{copy_folder, project, run};

/// Projects of three letters and more.
const SEEDS: [u64; 2] = [1, 3];

/// Changes the lines of every tracker below the header.
fn change_trackers(project: &Path, mut change: impl FnMut(Vec<String>) -> Vec<String>) {
    for letter in fs::read_dir(project.join("inbox")).expect("the project has letters") {
        let tracker = letter.expect("the folder can be listed").path().join("returns.csv");
        let text = fs::read_to_string(&tracker).expect("every letter has a tracker");
        let (header, lines) = text.split_once('\n').expect("a tracker has a header");
        let lines = change(lines.lines().map(str::to_owned).collect());
        put(&tracker, format!("{header}\n{}\n", lines.join("\n")).as_bytes()).expect("the folder is ours");
    }
}

/// What is released of a batch, written and changed.
fn released(seed: u64, prepare: impl FnOnce(&Path)) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    batch(seed).write(&project().join("config"), folder.path()).expect("the folder is ours");
    prepare(folder.path());
    contents(&run(folder.path()).published)
}

#[test]
fn the_order_of_returns_and_the_names_of_forces_change_nothing() {
    for seed in SEEDS {
        let plain = released(seed, |_| ());
        let shuffled = released(seed, |folder| {
            let mut dice = Dice::new(seed);
            change_trackers(folder, |mut lines| {
                dice.shuffle(&mut lines);
                lines
            });
        });
        assert!(shuffled == plain, "seed {seed}: another order gave another release");
        let renamed = released(seed, |folder| {
            change_trackers(folder, |lines| {
                lines
                    .into_iter()
                    .map(|line| line.replacen("kent", "Kent Police", 1).replacen("dorset", "DORSET", 1))
                    .collect()
            });
        });
        assert!(renamed == plain, "seed {seed}: other names of the same forces gave another release");
    }
}

#[test]
fn returns_that_come_one_after_the_other_give_the_same_release() {
    for seed in SEEDS {
        let plain = released(seed, |_| ());
        let grown = released(seed, |folder| {
            let later = folder.join("later");
            copy_folder(&folder.join("inbox"), &later);
            // First only every second force's lines and none of the last letter.
            let mut letters: Vec<_> = fs::read_dir(folder.join("inbox"))
                .expect("the project has letters")
                .map(|letter| letter.expect("the folder can be listed").path())
                .collect();
            letters.sort();
            if letters.len() > 1 {
                fs::remove_dir_all(&letters[0]).expect("the folder is ours");
            }
            change_trackers(folder, |lines| lines.into_iter().filter(|line| line.as_bytes()[0] % 2 == 0).collect());
            run(folder);
            copy_folder(&later, &folder.join("inbox"));
        });
        assert!(grown == plain, "seed {seed}: a first run over some of the returns left its mark");
    }
}
