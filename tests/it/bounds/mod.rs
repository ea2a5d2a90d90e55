//! Bounds say exactly what the stated figures allow: of exact ages coarsened to random brackets and outcomes told in
//! groups, some withheld, every answer holds the truth and is the tightest that the tables allow. What is tightest is
//! found by trying every figure a withheld cell may stand for ([`allowed`]).
//!
//! Cells without a total are not linked, and their bounds add. A total links them: the parts are all of it where they
//! can be, and otherwise it only bounds them from above.

mod allowed;
mod coarse;
mod union;

use std::fmt::Write as _;
use std::path::Path;

use allowed::{Part, tightest};
use coarse::{Linked, Question, Row, Table};

use super::dice::Dice;
use super::folder::put;
use super::sample::{ask, project, run};
use super::scene::COLUMNS;

/// A project with a letter for each table, so that no answer adds two of them.
fn project_of(tables: &[Table]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    super::folder::copy(&project().join("config"), &folder.path().join("config")).expect("the folder is ours");
    for (number, table) in tables.iter().enumerate() {
        let letter = folder.path().join(format!("inbox/letter-{number}"));
        let facts = "title = \"One table\"\nunit = \"victim\"\ncount-basis = \"recorded\"\n\
                     offence = \"disclosing_private_images\"\nperiod = \"April 2018 to March 2019\"\n\
                     forces-asked = [\"kent\"]\n";
        let tracker = format!("{COLUMNS}\nkent,reply.csv,,,,,answered,,,,,,,\n");
        for (name, text) in
            [("request.toml", facts), ("returns.csv", tracker.as_str()), ("kent/reply.csv", table.csv().as_str())]
        {
            put(&letter.join(name), text.as_bytes()).expect("the folder is ours");
        }
    }
    folder
}

/// Which table a letter is about.
fn number(letter: &str) -> usize {
    letter.trim_start_matches("letter-").parse().expect("letters are numbered")
}

/// Asks for the bounds of every table and compares them with the tightest. The rows of `sql` are request, the number of
/// the question, certain and possible.
fn compare(release: &Path, sql: &str, tables: &[Table], questions: &[Question]) {
    let mut wrong = String::new();
    let rows = ask(release, sql).1;
    assert_eq!(rows.len(), tables.len() * questions.len(), "every table answers every question");
    for row in rows {
        let question: usize = row[1].parse().expect("questions are numbered");
        let (table, question) = (&tables[number(&row[0])], &questions[question]);
        let parts: Vec<Part> = table.rows.iter().map(|row| row.part(question)).collect();
        let (low, high) = tightest(&parts, table.total);
        let truth = table.truth(question);
        assert!(low <= truth && high.is_none_or(|high| truth <= high), "{truth} in {low}..{high:?} of {table:?}");
        let shown = high.map(|high| high.to_string()).unwrap_or_default();
        if row[2] != low.to_string() || row[3] != shown {
            let said = format!("{}..{} and not {low}..{shown} ({truth} are true)", row[2], row[3]);
            writeln!(wrong, "{question:?} of\n{}is {said}", table.csv()).expect("writing to a string cannot fail");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// How many projects of each kind are tried: `FOI_BOUNDS`, or one.
fn seeds(first: u64) -> impl Iterator<Item = u64> {
    let count = std::env::var("FOI_BOUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    (first..).step_by(10).take(count)
}

/// What is drawn, and how the release is asked about it.
struct Kind {
    table: fn(&mut Dice, Linked) -> Table,
    question: fn(&mut Dice) -> Question,
    /// Names of the arguments, and the call.
    arguments: &'static str,
    call: &'static str,
}

const AGES: Kind =
    Kind { table: Table::of_ages, question: Question::of_ages, arguments: "lo, hi", call: "age_between(q.lo, q.hi)" };

const OUTCOMES: Kind = Kind {
    table: Table::of_outcomes,
    question: Question::of_outcomes,
    arguments: "wanted",
    call: "outcome_in(q.wanted)",
};

fn check(first: u64, kind: &Kind, linked: Linked) {
    let Kind { table, question, arguments, call } = kind;
    for seed in seeds(first) {
        let mut dice = Dice::new(seed);
        let tables: Vec<Table> = (0..40).map(|_| table(&mut dice, linked)).collect();
        let questions: Vec<Question> = (0..12).map(|_| question(&mut dice)).collect();
        let folder = project_of(&tables);
        let numbered = questions.iter().enumerate();
        let values: Vec<String> = numbered.map(|(at, question)| format!("({at}, {})", question.arguments())).collect();
        let sql = format!(
            "SELECT a.request, q.number, a.certain, a.possible
             FROM (VALUES {}) AS q(number, {arguments}), LATERAL (FROM {call}) AS a",
            values.join(", ")
        );
        compare(&run(folder.path()).published, &sql, &tables, &questions);
    }
}

#[test]
fn ages_of_unlinked_cells_add() {
    check(1, &AGES, Linked::No);
}

#[test]
fn outcomes_of_unlinked_cells_add() {
    check(2, &OUTCOMES, Linked::No);
}

#[test]
fn ages_under_a_total_are_as_tight_as_it_allows() {
    check(3, &AGES, Linked::ByTotal);
}

#[test]
fn outcomes_under_a_total_are_as_tight_as_it_allows() {
    check(4, &OUTCOMES, Linked::ByTotal);
}

/// The bounds of single cells, those their total tightens and those it leaves as they are.
#[test]
fn every_cell_under_a_total_is_as_tight_as_it_allows() {
    let mut dice = Dice::new(5);
    let tables: Vec<Table> = (0..80)
        .map(|number| if number % 2 == 0 { Table::of_ages } else { Table::of_outcomes }(&mut dice, Linked::ByTotal))
        .collect();
    let folder = project_of(&tables);
    let release = run(folder.path()).published;
    let sql = "SELECT o.request, CAST(split_part(o.cell, ':', 1) AS INTEGER) - 2 AS line,
          coalesce(t.count_low, o.count_low) AS low,
          CASE WHEN t.total_ids IS NULL THEN o.count_high ELSE t.count_high END AS high
        FROM observation o LEFT JOIN tightened t USING (observation_id)";
    let rows = ask(&release, sql).1;
    assert_eq!(rows.len(), tables.iter().map(|table| table.rows.len()).sum::<usize>(), "every cell is there once");
    for row in rows {
        let table = &tables[number(&row[0])];
        let line: usize = row[1].parse().expect("lines are numbered");
        let alone = |(at, row): (usize, &Row)| {
            let is_it = at == line;
            Part { inside: is_it, may_be_inside: is_it, ..row.part(&Question::Unknown) }
        };
        let parts: Vec<Part> = table.rows.iter().enumerate().map(alone).collect();
        let (low, high) = tightest(&parts, table.total);
        let said = (row[2].parse().ok(), row[3].parse().ok());
        assert_eq!(said, (Some(low), high), "line {line} of\n{}", table.csv());
    }
}

/// Three withheld cells.
fn three(total: Option<i64>) -> Vec<Vec<String>> {
    let rows = ["Charged", "Caution", "No suspect"].map(|label| Row::withheld(label, &[], "*"));
    let folder = project_of(&[Table { header: "Outcome", rows: rows.into(), total }]);
    let sql = "SELECT certain, possible, of_low, of_high FROM outcome_in(['1', '2', '3', '14', '18'])
        UNION ALL SELECT count_low, count_high, of_low, of_high FROM force_totals
        UNION ALL SELECT DISTINCT 0, 0, of_low, of_high FROM outcome_shares WHERE denominator = 'all'";
    ask(&run(folder.path()).published, sql).1
}

#[test]
fn three_withheld_cells_alone_are_three_or_more() {
    assert_eq!(three(None), [["3", "", "3", ""], ["3", "", "3", ""], ["0", "0", "3", ""]]);
}

#[test]
fn three_withheld_cells_under_a_total_of_six_are_six() {
    assert_eq!(three(Some(6)), [["6", "6", "6", "6"], ["6", "6", "6", "6"], ["0", "0", "6", "6"]]);
}
