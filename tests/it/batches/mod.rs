//! Small projects of which the truth is known, through the whole pipeline: nothing is counted twice ([`stated`]), and
//! every answer holds what really happened ([`known`]).
//!
//! `FOI_BATCHES=1000` tries so many; `forge batches write --seed S --count 1 FOLDER` writes one again.

mod known;
mod stated;

use super::sample::{project, release, run};

#[path = "../../forge/batches/mod.rs"]
#[allow(dead_code, reason = "the forge uses more of it")]
pub(crate) mod forge;

/// The same projects on every run.
const FIRST: u64 = 1;
const BATCHES: usize = 25;

#[test]
fn nothing_is_counted_twice_and_every_answer_holds_the_truth() {
    let count = std::env::var("FOI_BATCHES").ok().and_then(|text| text.parse().ok()).unwrap_or(BATCHES);
    let (mut broken, mut checked) = (Vec::new(), 0);
    for seed in (FIRST..).take(count) {
        let batch = forge::batch(seed);
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        batch.write(&project().join("config"), folder.path()).expect("the folder is ours");
        let release = run(folder.path()).published;
        for verdict in [stated::check(&release), known::check(&release, &batch)] {
            checked += verdict.checked;
            broken.extend(verdict.broken.into_iter().map(|row| format!("seed {seed}: {row}")));
        }
    }
    assert!(broken.is_empty(), "{} of {checked} rows\n{}", broken.len(), broken.join("\n"));
    assert!(checked > 100 * count, "only {checked} rows could be checked");
}

#[test]
fn nothing_of_the_sample_is_counted_twice() {
    let verdict = stated::check(release());
    assert!(verdict.broken.is_empty(), "{}", verdict.broken.join("\n"));
    assert!(verdict.checked > 100, "only {} rows could be checked", verdict.checked);
}

/// What came of a check.
#[derive(Debug, Default)]
struct Verdict {
    checked: usize,
    broken: Vec<String>,
}
