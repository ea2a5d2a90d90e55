//! The laws that hold for any inbox: threads and repetition change nothing, nothing is added that must not be.

use std::fmt::Write;

use rayon::ThreadPoolBuilder;

use super::sample::{ask, copy, release, run};

/// Everything in a release but when it was made.
pub(crate) fn contents(release: &std::path::Path) -> String {
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
fn nothing_is_added_across_requests_units_or_count_bases() {
    for view in ["outcome_shares", "platform_shares", "sex_shares", "relationship_shares", "age_counts"] {
        let sql = format!(
            "SELECT count(*), count(*) FILTER (o.request <> v.request OR o.unit <> v.unit
               OR o.count_basis <> v.count_basis OR o.offence <> v.offence OR NOT o.is_current)
             FROM (SELECT * EXCLUDE (observation_ids), unnest(observation_ids) AS observation_id FROM {view}) AS v
             JOIN observation_all AS o USING (observation_id)"
        );
        let row = &ask(release(), &sql).1[0];
        assert_ne!(row[0], "0", "{view} can list the observations behind its rows");
        assert_eq!(row[1], "0", "{view}");
    }
}
