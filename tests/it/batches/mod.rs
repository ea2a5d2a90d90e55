//! Small projects of which the truth is known, through the whole pipeline: nothing is counted twice ([`stated`]), and
//! every answer holds what really happened ([`known`]).
//!
//! `FOI_BATCHES=1000` tries so many; `forge batches write --seed S --count 1 FOLDER` writes one again.

mod known;
mod stated;

use rayon::prelude::*;

use super::sample::{project, release, run};
use super::scene::Scene;

#[path = "../../forge/batches/mod.rs"]
#[allow(dead_code, reason = "the forge uses more of it")]
pub(crate) mod forge;

/// The same projects on every run.
const FIRST: u64 = 1;
const BATCHES: u64 = 25;

#[test]
fn nothing_is_counted_twice_and_every_answer_holds_the_truth() {
    let count = std::env::var("FOI_BATCHES").ok().and_then(|text| text.parse().ok()).unwrap_or(BATCHES);
    let verdicts: Vec<Verdict> = (FIRST..FIRST + count).into_par_iter().flat_map_iter(verdicts).collect();
    let checked: usize = verdicts.iter().map(|verdict| verdict.checked).sum();
    let broken: Vec<String> = verdicts.into_iter().flat_map(|verdict| verdict.broken).collect();
    assert!(broken.is_empty(), "{} of {checked} rows\n{}", broken.len(), broken.join("\n"));
    assert!(checked as u64 > 100 * count, "only {checked} rows could be checked");
}

/// Writes and runs the project of a seed and checks its release.
fn verdicts(seed: u64) -> [Verdict; 2] {
    let batch = forge::batch(seed);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    batch.write(&project().join("config"), folder.path()).expect("the folder is ours");
    let release = run(folder.path()).published;
    [stated::check(&release), known::check(&release, &batch)].map(|mut verdict| {
        for row in &mut verdict.broken {
            row.insert_str(0, &format!("seed {seed}: "));
        }
        verdict
    })
}

#[test]
fn a_seed_gives_the_same_project_again() {
    for seed in [1, 5, 9] {
        let [one, other] = [(); 2].map(|()| format!("{:?}", forge::batch(seed)));
        assert!(one == other, "seed {seed} gave two projects");
    }
}

#[test]
fn nothing_of_the_sample_is_counted_twice() {
    let verdict = stated::check(release());
    assert!(verdict.broken.is_empty(), "{}", verdict.broken.join("\n"));
    assert!(verdict.checked > 100, "only {} rows could be checked", verdict.checked);
}

#[test]
fn totals_of_one_slice_that_disagree_are_explained() {
    let scene = Scene::new();
    scene.tracker("letter", &["kent,alone.csv|split.csv,,,,,answered,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"]);
    scene.put("letter/kent/alone.csv", "Outcome,Number\nTotal,21\n");
    scene.put("letter/kent/split.csv", "Sex,Number\nFemale,12\nMale,10\nTotal,22\n");
    let verdict = stated::check(&scene.run().published);
    assert!(verdict.broken.is_empty(), "{}", verdict.broken.join("\n"));
}

/// What came of a check.
#[derive(Debug, Default)]
struct Verdict {
    checked: usize,
    broken: Vec<String>,
}
