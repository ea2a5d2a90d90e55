//! `config/corrections.csv`: single cells that a person has found wrong.

use std::collections::HashMap;

use super::{Problem, Reader};
use crate::model::correction::{Change, Correction};

pub(super) const PATH: &str = "config/corrections.csv";
const COLUMNS: [&str; 9] =
    ["file", "sheet", "cell", "expected", "action", "corrected", "reason", "decided_by", "decided_on"];

/// Every correction, in the order of the file.
pub(super) fn load(reader: &mut Reader<'_>) -> Vec<Correction> {
    let rows = reader.rows_if_any(PATH, &COLUMNS);
    let mut seen: HashMap<[String; 3], usize> = HashMap::new();
    let mut out = Vec::new();
    for row in &rows.rows {
        let change = match (row.get("action"), row.some("corrected")) {
            ("set", Some(corrected)) => Change::Set(corrected.to_owned()),
            ("drop", None) => Change::Drop,
            (action, _) => {
                let message = format!("`{action}` with this `corrected` is no correction");
                let hint = "write `set` and the corrected text, or `drop` and nothing";
                reader.problem(Problem::new(PATH, row.line, message).hint(hint));
                continue;
            }
        };
        let missing = ["file", "cell", "expected", "reason", "decided_by", "decided_on"]
            .into_iter()
            .find(|column| row.some(column).is_none());
        if let Some(missing) = missing {
            let problem = Problem::new(PATH, row.line, format!("the column `{missing}` is blank"));
            reader.problem(problem.hint("a correction says where, what was there, why, who decided it and when"));
            continue;
        }
        let place = [row.get("file"), row.get("sheet"), row.get("cell")].map(str::to_owned);
        if let Some(line) = seen.insert(place.clone(), row.line) {
            let problem = Problem::new(PATH, row.line, format!("the cell is already corrected in line {line}"));
            reader.problem(problem.hint("keep one of the two"));
            continue;
        }
        let [file, sheet, cell] = place;
        let text = |column: &str| row.get(column).to_owned();
        out.push(Correction {
            file,
            sheet,
            cell,
            expected: text("expected"),
            change,
            reason: text("reason"),
            decided_by: text("decided_by"),
            decided_on: text("decided_on"),
            source: format!("{PATH}:{}", row.line),
        });
    }
    out
}
