//! The laws that hold for any inbox: order and threads change nothing, nothing is counted twice, nothing is lost.

use std::fmt::Write;

use rayon::ThreadPoolBuilder;

use super::sample::{ask, copy, release, run};

/// Everything in a release but when it was made.
fn contents(release: &std::path::Path) -> String {
    let mut out = String::new();
    let tables = "SELECT table_name FROM duckdb_tables() WHERE table_name <> 'run' ORDER BY 1";
    for table in ask(release, tables).1 {
        let (_, rows) = ask(release, &format!("SELECT * FROM \"{}\" ORDER BY ALL", table[0]));
        writeln!(out, "{}\n{rows:?}", table[0]).expect("writing to a string cannot fail");
    }
    out
}

#[test]
fn any_number_of_threads_gives_the_same_release() {
    let first = contents(release());
    for threads in [1, 4] {
        let project = copy();
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        let outcome = pool.install(|| run(&project));
        assert!(contents(&outcome.published) == first, "{threads} thread(s) gave another release");
    }
}

#[test]
fn running_again_over_the_same_inbox_changes_nothing() {
    let project = copy();
    run(&project);
    let outcome = run(&project);
    assert!(contents(&outcome.published) == contents(release()));
}

#[test]
fn an_observation_has_one_id_and_every_id_one_observation() {
    let sql = "SELECT count(*) - count(DISTINCT observation_id) FROM observation_all";
    assert_eq!(ask(release(), sql).1, [["0"]]);
    let sql = "SELECT count(*) FROM observation_all o WHERE part_of IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM observation_all w WHERE w.observation_id = o.part_of)";
    assert_eq!(ask(release(), sql).1, [["0"]], "part_of names an observation");
}

#[test]
fn the_rows_of_a_partition_add_to_the_whole() {
    for view in ["outcome_shares", "platform_shares", "sex_shares", "relationship_shares"] {
        let sql = format!(
            "SELECT request, period, partition, denominator FROM {view} GROUP BY ALL
             HAVING sum(count_low) > max(of_low) OR sum_high(count_high) < max(of_high)
               OR partition = 'as given' AND sum(count_low) = sum_high(count_high) AND sum(count_low) <> max(of_low)"
        );
        assert_eq!(ask(release(), &sql).1, Vec::<Vec<String>>::new(), "{view}");
    }
}

#[test]
fn requests_are_never_added() {
    for view in ["outcome_shares", "platform_shares", "age_counts", "force_totals", "coverage"] {
        let (headers, _) = ask(release(), &format!("FROM {view} LIMIT 0"));
        assert!(headers.iter().any(|header| header == "request"), "{view} has the request in its key");
    }
}
