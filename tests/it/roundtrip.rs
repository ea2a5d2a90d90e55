//! The round trip in small: returns in random layouts give what they state or are set aside, and those that nobody
//! can answer for give nothing. `make roundtrip` does the same with thousands of fresh ones, and with its shares and
//! tables.

use super::sample::{project, run};

#[path = "../forge/roundtrip/mod.rs"]
#[allow(dead_code, reason = "the forge uses more of it")]
mod forge;

use forge::{Report, Wanted};

/// The same files on every run.
const FIXED: u64 = 320_000;
const FILES: u64 = 400;
const UNANSWERABLE: u64 = 30;

/// Writes, runs and scores the files of these seeds.
fn trip(count: u64, seed: u64, unanswerable: bool) -> Report {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let wanted = Wanted { count, seed, unanswerable };
    forge::write(&project().join("config"), folder.path(), wanted).expect("every layout can be written");
    let release = run(folder.path()).published;
    forge::score(&[(folder.path(), &release)]).expect("the release can be read")
}

fn is_well(seed: u64) {
    let report = trip(FILES, seed, false);
    assert!(report.is_well(), "files from seed {seed} on\n{}", report.failed());
    let report = trip(UNANSWERABLE, seed, true);
    assert!(report.is_well(), "files from seed {seed} on\n{}", report.failed());
}

#[test]
fn fixed_layouts_are_never_read_wrong() {
    is_well(FIXED);
}
