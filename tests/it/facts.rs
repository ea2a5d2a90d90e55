//! Every figure of the sample against the published figures it was made from: by force, dimension and label.

use std::collections::BTreeMap;

use super::sample::{ask, project, release};

/// Counts by force and labels.
type Figures = BTreeMap<(String, Vec<String>), i64>;

/// A file of tests/facts: the force, then labels, then the count.
fn published(file: &str) -> Figures {
    let path = project().join("tests/facts").join(file);
    let mut reader = csv::Reader::from_path(path).expect("the facts are there");
    let mut out = Figures::new();
    for record in reader.records() {
        let record = record.expect("the facts are a CSV");
        let labels = record.iter().skip(1).take(record.len() - 2).map(str::to_owned).collect();
        let count: i64 = record[record.len() - 1].parse().expect("the last column is a count");
        *out.entry((record[0].to_owned(), labels)).or_default() += count;
    }
    out
}

/// What the release holds for a question of the 2016 request, by the labels as given. What a table holds constant is
/// no label, and `(blank)` is how a spreadsheet writes a blank label.
fn loaded(question: &str, labels: usize) -> Figures {
    let sql = format!(
        "SELECT police_force, raw_labels, certain_low, count_high FROM chosen_observation
         WHERE request = '2016-national' AND question = '{question}'"
    );
    let constant = |label: &&str| {
        let label = label.trim();
        !(label.starts_with("Disclose private sexual") || label.starts_with("April to December"))
    };
    let mut out = Figures::new();
    for row in ask(release(), &sql).1 {
        assert_eq!(row[2], row[3], "a figure of the sample is exact: {row:?}");
        let given = row[1].split(" > ").filter(constant).map(|label| label.replace("(blank)", "").trim().to_owned());
        let mut given: Vec<String> = given.collect();
        given.resize(labels, String::new());
        *out.entry((row[0].clone(), given)).or_default() += row[2].parse::<i64>().expect("a count");
    }
    out
}

#[test]
fn every_published_figure_is_in_the_release_and_no_other() {
    for (file, question, labels) in [
        ("2016-outcomes.csv", "outcome", 2),
        ("2016-ages.csv", "victim_age", 1),
        ("2016-platforms.csv", "platform", 1),
        ("2016-months.csv", "period", 1),
    ] {
        let (published, loaded) = (published(file), loaded(question, labels));
        for (key, count) in &published {
            assert_eq!(loaded.get(key), Some(count), "{file}: {key:?}");
        }
        assert_eq!(published.len(), loaded.len(), "{file}: the release has labels that the facts have not");
    }
}

#[test]
fn every_force_counts_its_lines_once() {
    let mut lines: BTreeMap<String, i64> = BTreeMap::new();
    for ((force, _), count) in published("2016-totals.csv") {
        *lines.entry(force).or_default() += count;
    }
    let sql = "SELECT police_force, count_low, count_high FROM force_totals WHERE request = '2016-national'";
    let rows = ask(release(), sql).1;
    assert_eq!(rows.len(), lines.len());
    for row in rows {
        let count = lines[&row[0]].to_string();
        assert_eq!((&row[1], &row[2]), (&count, &count), "{}", row[0]);
    }
}

#[test]
fn every_numeric_cell_of_the_sample_is_loaded_or_checked() {
    let sql = "SELECT cell_role, sum(numeric_cells) FROM sheet_ledger WHERE numeric_cells > 0 GROUP BY 1 ORDER BY 1";
    let roles: Vec<String> = ask(release(), sql).1.into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(roles, ["label", "line_number", "total", "value"]);
    let sql = "SELECT count(*) FROM reconciliation r JOIN observation_all o ON o.observation_id = r.total_id
               WHERE o.request = '2016-national' AND r.balance <> 'balances'";
    assert_eq!(ask(release(), sql).1, [["0"]], "every total of the 2016 returns is the sum of its parts");
}
