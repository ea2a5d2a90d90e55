//! Guarded workers under the real program: a file that asks for too much costs itself, and is tried again next time.
//!
//! No workbook is known that makes a parser hang or ask without end: the second look refuses those before. So the
//! limits are small here, and the file is large.

use super::scene::{ESSEX, Scene};

/// A file with so many lines of counts.
fn large(lines: usize) -> String {
    format!("Outcome,Number\n{}", "Charged,3\n".repeat(lines))
}

/// Runs twice; both times the large file is stopped for this reason, and its neighbours are read.
fn assert_stopped(scene: &Scene, reason: &str) {
    // After it in the order of the inbox, so that a worker which has failed is not asked again.
    scene.put("letter/surrey/reply.csv", ESSEX);
    let lines = ["essex,reply.csv,,,,,answered,,,,,,,", "kent,reply.csv,,,,,answered,,,,,,,"];
    scene.tracker("letter", &[lines[0], lines[1], "surrey,reply.csv,,,,,answered,,,,,,,"]);
    for _ in 0..2 {
        let (code, talk) = scene.run_for_real();
        assert_eq!(code, Some(10), "{talk}");
        let said = format!("letter/kent/reply.csv: reading the file was stopped: {reason}");
        assert!(talk.contains(&said), "{talk}");
        assert_eq!(scene.findings(), ["reader-stopped error letter/kent/reply.csv"]);
        assert_eq!(scene.figures("kent", true), Vec::<String>::new());
        assert_eq!((scene.figures("essex", true).len(), scene.figures("surrey", true).len()), (2, 2));
        // What was stopped has no result that a later run could take for one.
        assert_eq!(scene.files_below("cache").len(), 2);
    }
}

#[test]
fn a_file_that_needs_more_memory_than_a_worker_may_have() {
    let scene = Scene::new();
    scene.configure("pipeline.toml", "memory-bytes = 4_000_000_000", "memory-bytes = 250_000_000");
    scene.put("letter/kent/reply.csv", large(200_000));
    assert_stopped(&scene, "it needs more memory than a worker may have");
}

#[test]
fn a_file_that_takes_more_processor_time_than_a_worker_may_take() {
    let scene = Scene::new();
    scene.configure("pipeline.toml", "cpu-seconds = 60", "cpu-seconds = 1");
    scene.put("letter/kent/reply.csv", large(400_000));
    assert_stopped(&scene, "it takes more time than a worker may take");
}

#[test]
fn a_file_that_takes_longer_by_the_clock_than_a_worker_may_take() {
    let scene = Scene::new();
    scene.configure("pipeline.toml", "wall-seconds = 120", "wall-seconds = 2");
    scene.put("letter/kent/reply.csv", large(400_000));
    assert_stopped(&scene, "it takes more time than a worker may take");
}

#[test]
fn a_larger_allowance_is_all_that_a_stopped_file_needs() {
    let scene = Scene::new();
    scene.configure("pipeline.toml", "memory-bytes = 4_000_000_000", "memory-bytes = 220_000_000");
    scene.put("letter/kent/reply.csv", large(100_000));
    assert_eq!(scene.run_for_real().0, Some(10));
    assert_eq!(scene.figures("kent", true), Vec::<String>::new());
    scene.configure("pipeline.toml", "memory-bytes = 220_000_000", "memory-bytes = 4_000_000_000");
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(0), "{talk}");
    assert_eq!(scene.figures("kent", true).len(), 100_000);
}
