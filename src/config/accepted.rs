//! `config/accepted.csv`: findings that a person has accepted.

use std::collections::HashMap;

use super::{Problem, Reader};
use crate::model::accepted::{Accepted, NEVER};

/// The table, below the project.
pub const PATH: &str = "config/accepted.csv";
/// Its columns, all of which must be filled.
pub const COLUMNS: [&str; 6] = ["kind", "place", "expected", "reason", "decided_by", "decided_on"];

/// Every line, in the order of the file.
pub(super) fn load(reader: &mut Reader<'_>) -> Vec<Accepted> {
    let rows = reader.rows_if_any(PATH, &COLUMNS);
    let mut seen: HashMap<[String; 3], usize> = HashMap::new();
    let mut out = Vec::new();
    for row in &rows.rows {
        if let Some(missing) = COLUMNS.into_iter().find(|column| row.some(column).is_none()) {
            let problem = Problem::new(PATH, row.line, format!("the column `{missing}` is blank"));
            reader.problem(problem.hint("it says which finding is accepted, why, who decided it and when"));
            continue;
        }
        if NEVER.contains(&row.get("kind")) {
            let problem = Problem::new(PATH, row.line, format!("`{}` cannot be accepted", row.get("kind")));
            reader.problem(problem.hint("it is about the configuration: mend the line it names, or take it out"));
            continue;
        }
        let [kind, place, expected, reason, decided_by, decided_on] = COLUMNS.map(|column| row.get(column).to_owned());
        if let Some(line) = seen.insert([kind.clone(), place.clone(), expected.clone()], row.line) {
            let problem = Problem::new(PATH, row.line, format!("the finding is already accepted in line {line}"));
            reader.problem(problem.hint("keep one of the two"));
            continue;
        }
        let source = format!("{PATH}:{}", row.line);
        out.push(Accepted { kind, place, expected, reason, decided_by, decided_on, source });
    }
    out
}
