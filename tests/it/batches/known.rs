//! Every answer holds the truth: what is certain is no more than what happened, and what is possible no less.
//!
//! A stated total that is one too many or too few may move an answer by as much, and by no more.

use std::path::Path;

use super::Verdict;
use super::forge::{Batch, Dimension, first_day};
use crate::sample::ask;

/// Which cases are meant.
#[derive(Clone, Debug)]
enum Held {
    All,
    /// Cases with one of these codes.
    Codes(Dimension, Vec<String>),
    /// Ages from one to the other, both included, or open.
    Ages(u32, Option<u32>),
    Unknown(Dimension),
}

/// Dimensions of codes, by their names in the warehouse.
const CODED: [(Dimension, &str); 4] = [
    (Dimension::Outcome, "outcome"),
    (Dimension::Sex, "sex"),
    (Dimension::Platform, "platform"),
    (Dimension::Relationship, "relationship"),
];

/// Spans of ages that people ask for, and some that cut across brackets.
const SPANS: &str = "(0, 17), (10, 19), (13, 15), (18, NULL), (0, NULL), (25, 25)";

/// What one row answers, and for whom.
struct Answer<'a> {
    view: &'a str,
    /// request, unit, first and last day, forces; then what the view adds.
    row: &'a [String],
    held: Held,
    low: &'a str,
    /// Empty where nothing bounds it; `None` where the row does not claim to hold every such case.
    high: Option<&'a str>,
}

pub(super) fn check(release: &Path, batch: &Batch) -> Verdict {
    // Shares are no counts, and set aside as well.
    let set_aside = "SELECT DISTINCT split_part(file_path, '/', 1) || '/'
          || unnest(string_split(split_part(file_path, '/', 2), '+')) FROM finding
        WHERE kind = 'value-set-aside' AND message NOT LIKE '%column of shares%'";
    let set_aside = ask(release, set_aside).1.concat();
    let mut judge = Judge { release, batch, set_aside, out: Verdict::default() };
    judge.totals();
    judge.sums();
    for (dimension, name) in CODED {
        judge.shares(dimension, name);
        judge.chosen_codes(dimension, name);
    }
    judge.brackets();
    judge.spans();
    judge.out
}

/// Columns of the key that tell rows apart here, and the forces behind a row of a question.
const KEY: &str = "v.request, v.unit, split_part(v.period, '/', 1), split_part(v.period, '/', 2)";

fn forces(question: &str) -> String {
    format!(
        "(SELECT string_agg(DISTINCT c.police_force, '|') FROM chosen_observation c WHERE c.question = {question}
          AND c.request = v.request AND c.unit = v.unit AND c.count_basis = v.count_basis AND c.offence = v.offence
          AND c.period = v.period)"
    )
}

struct Judge<'a> {
    release: &'a Path,
    batch: &'a Batch,
    /// `request/force` of figures that the release names as set aside, so that its answers need not hold them.
    set_aside: Vec<String>,
    out: Verdict,
}

impl Judge<'_> {
    fn totals(&mut self) {
        let sql = format!("SELECT {KEY}, police_force, count_low, count_high FROM force_totals v");
        for row in ask(self.release, &sql).1 {
            let (low, high) = (&row[5], Some(&*row[6]));
            self.judge(&Answer { view: "force_totals", row: &row, held: Held::All, low, high });
        }
    }

    /// All forces together.
    fn sums(&mut self) {
        let sql =
            format!("SELECT {KEY}, string_agg(police_force, '|'), of_low, of_high FROM force_totals v GROUP BY ALL");
        for row in ask(self.release, &sql).1 {
            let (low, high) = (&row[5], Some(&*row[6]));
            self.judge(&Answer { view: "force_totals, added", row: &row, held: Held::All, low, high });
        }
    }

    /// Rows by leaves hold every case of their term; rows as given at most hold cases of their term.
    fn shares(&mut self, dimension: Dimension, name: &str) {
        let sql = format!(
            "SELECT {KEY}, {} AS forces, v.partition, v.{name}, array_to_string(t.leaves, '|') AS leaves, v.count_low,
               v.count_high
             FROM {name}_shares v LEFT JOIN {name}_term t ON t.term = v.{name}
             WHERE v.denominator = 'all' AND v.{name} NOT IN ('unexplained', 'unmapped')",
            forces(&format!("'{name}'"))
        );
        let view = format!("{name}_shares");
        for row in ask(self.release, &sql).1 {
            let leaves = row[7].split('|').map(str::to_owned).collect();
            let held = if row[6] == "unknown" { Held::Unknown(dimension) } else { Held::Codes(dimension, leaves) };
            let high = (row[5] != "as given").then_some(&*row[9]);
            self.judge(&Answer { view: &view, row: &row, held, low: &row[8], high });
        }
    }

    fn chosen_codes(&mut self, dimension: Dimension, name: &str) {
        let lists: &[&str] = match dimension {
            Dimension::Outcome => &["1", "1|3|8", "14|16", "10|21|18", "0"],
            Dimension::Sex => &["female"],
            Dimension::Platform => &["facebook|instagram"],
            _ => &["ex_partner", "partner|ex_partner|family"],
        };
        let lists: Vec<String> = lists.iter().map(|list| format!("('{list}')")).collect();
        let sql = format!(
            "SELECT {KEY}, {} AS forces, wanted.codes, certain, possible
             FROM (VALUES {}) AS wanted(codes), LATERAL (FROM {name}_in(string_split(wanted.codes, '|'))) AS v",
            forces(&format!("'{name}'")),
            lists.join(", ")
        );
        let view = format!("{name}_in");
        for row in ask(self.release, &sql).1 {
            let held = Held::Codes(dimension, row[5].split('|').map(str::to_owned).collect());
            self.judge(&Answer { view: &view, row: &row, held, low: &row[6], high: Some(&row[7]) });
        }
    }

    /// Brackets as given, of the forces that gave them; others may have cut the same people in other ways.
    fn brackets(&mut self) {
        let sql = format!(
            "SELECT {KEY}, (SELECT string_agg(DISTINCT o.police_force, '|') FROM observation_all o
                 WHERE list_contains(v.observation_ids, o.observation_id)) AS forces,
               bracket_from, bracket_to, count_low
             FROM age_counts v WHERE dimension = 'victim_age' AND bracket <> 'unmapped'"
        );
        for row in ask(self.release, &sql).1 {
            let held = match row[5].parse() {
                Ok(from) => Held::Ages(from, row[6].parse().ok()),
                Err(_) => Held::Unknown(Dimension::Age),
            };
            self.judge(&Answer { view: "age_counts", row: &row, held, low: &row[7], high: None });
        }
    }

    fn spans(&mut self) {
        let sql = format!(
            "SELECT {KEY}, {} AS forces, span.low, span.high, certain, possible
             FROM (VALUES {SPANS}) AS span(low, high), LATERAL (FROM age_between(span.low, span.high)) AS v
             WHERE v.dimension = 'victim_age'",
            forces("v.dimension")
        );
        for row in ask(self.release, &sql).1 {
            let held = Held::Ages(row[5].parse().expect("a span begins somewhere"), row[6].parse().ok());
            self.judge(&Answer { view: "age_between", row: &row, held, low: &row[7], high: Some(&row[8]) });
        }
    }

    fn judge(&mut self, answer: &Answer<'_>) {
        let [request, _, from, to, forces, ..] = answer.row else { panic!("every row has a key") };
        let truth = self.truth(answer.row, &answer.held);
        let wrong_by: u32 = self
            .batch
            .wrong_by
            .iter()
            .filter(|((of, by), _)| of == request && by.split('|').all(|force| forces.split('|').any(|f| f == force)))
            .map(|(_, wrong_by)| wrong_by)
            .sum();
        let wrong_by = i64::from(wrong_by);
        let low: i64 = answer.low.parse().expect("a lower bound is a number");
        let high: Option<i64> = answer.high.and_then(|high| high.parse().ok());
        self.out.checked += 1;
        let says_all = !forces.split('|').any(|force| self.set_aside.contains(&format!("{request}/{force}")));
        let high = high.filter(|_| says_all);
        if low > truth + wrong_by || high.is_some_and(|high| truth > high + wrong_by) {
            let places = "SELECT DISTINCT concat_ws(':', file_path, sheet) FROM chosen_observation";
            let places = format!(
                "{places} WHERE request = '{request}' AND period_from >= '{from}' AND period_to <= '{to}' ORDER BY 1"
            );
            let places = ask(self.release, &places).1.concat().join(", ");
            self.out.broken.push(format!(
                "{} says {low} to {high:?} where {truth} are true ({wrong_by} allowed): {:?} from {places}",
                answer.view, answer.row
            ));
        }
    }

    /// What a force that knows everything would answer.
    fn truth(&self, row: &[String], held: &Held) -> i64 {
        let [_, unit, from, to, forces, ..] = row else { panic!("every row has a key") };
        let forces: Vec<&str> = forces.split('|').collect();
        let cases = self.batch.truth.cases.iter().filter(|case| {
            let day = first_day(case.month);
            let asked = forces.contains(&case.force) && *from <= day && day <= *to;
            asked
                && match held {
                    Held::All => true,
                    Held::Codes(dimension, codes) => {
                        case.code(*dimension).is_some_and(|code| codes.iter().any(|wanted| wanted == code))
                    }
                    Held::Ages(low, high) => {
                        case.age.is_some_and(|age| *low <= age && high.is_none_or(|high| age <= high))
                    }
                    Held::Unknown(Dimension::Age) => case.age.is_none(),
                    Held::Unknown(dimension) => case.code(*dimension).is_none(),
                }
        });
        cases.map(|case| i64::from(case.weight(unit))).sum()
    }
}
