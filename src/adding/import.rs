//! The tracker that people keep -> lines of `returns.csv`. What is understood is put in our words, the rest is kept as it
//! is and named; nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::words;
use crate::config::Plan;
use crate::intake;
use crate::model::finding::Kind;
use crate::model::grid::Grid;

/// Rows in which the headers are looked for.
const HEADER_ROWS: usize = 20;

/// What a tracker says, as far as it is understood.
#[derive(Debug, Default)]
pub struct Imported {
    /// Lines of `returns.csv`, by column.
    pub lines: Vec<BTreeMap<&'static str, String>>,
    /// Ids of the forces, or sets of forces, that it lists.
    pub forces: BTreeSet<Arc<str>>,
    /// Names that are of no force, with what to do about each.
    pub unknown_forces: Vec<Kind>,
    /// Words of statuses that are kept as they are.
    pub unknown_statuses: BTreeSet<String>,
    /// Lines that say nothing of a status.
    pub without_status: usize,
    /// Texts that may mean several days, or none; kept as they are.
    pub unknown_days: BTreeSet<String>,
    /// Headers of columns that were left out.
    pub left_out: Vec<String>,
    /// Names of lines that add up the others, and so were left out.
    pub totals: Vec<String>,
}

/// Reads the first sheet with a column of forces; nothing if there is none.
#[must_use]
pub fn import(plan: &Plan, grids: &[Grid]) -> Option<Imported> {
    grids.iter().find_map(|grid| of_sheet(plan, grid))
}

fn of_sheet(plan: &Plan, grid: &Grid) -> Option<Imported> {
    let rows: Vec<BTreeMap<u32, String>> = grid
        .filled_rows()
        .map(|row| grid.cells()[grid.row(row)].iter().map(|cell| (cell.at.col, one_line(&cell.raw()))).collect())
        .collect();
    let heads = |row: &BTreeMap<u32, String>| row.values().any(|header| words::column(header) == Some("force"));
    let header = rows.iter().take(HEADER_ROWS).position(heads)?;
    let mut out = Imported::default();
    let mut columns: BTreeMap<u32, &'static str> = BTreeMap::new();
    for (col, text) in &rows[header] {
        match words::column(text) {
            // Of two columns called alike the first one counts; several notes are one caveat.
            Some(name) if name == "caveat" || !columns.values().any(|known| *known == name) => {
                columns.insert(*col, name);
            }
            _ => out.left_out.push(text.clone()),
        }
    }
    for row in &rows[header + 1..] {
        let mut line: BTreeMap<&'static str, String> = BTreeMap::new();
        for (col, name) in &columns {
            if let Some(text) = row.get(col) {
                line.entry(name)
                    .and_modify(|before| *before = format!("{before}; {text}"))
                    .or_insert_with(|| text.clone());
            }
        }
        if line.is_empty() {
            continue;
        }
        match line.get("force").filter(|name| plan.lexicon.words.total.is_match(&plan.lexicon.normal(name))) {
            Some(total) => out.totals.push(total.clone()),
            None => {
                out.put_in_our_words(plan, &mut line);
                out.lines.push(line);
            }
        }
    }
    Some(out)
}

impl Imported {
    fn put_in_our_words(&mut self, plan: &Plan, line: &mut BTreeMap<&'static str, String>) {
        let force = line.entry("force").or_default();
        match intake::force_set(plan, force) {
            Ok(id) => {
                force.clone_from(&id.to_string());
                self.forces.insert(id);
            }
            Err(kind) if !self.unknown_forces.contains(&kind) => self.unknown_forces.push(kind),
            Err(_) => {}
        }
        for column in ["received", "extracted"] {
            let Some(text) = line.get_mut(column).filter(|text| !intake::is_day(text)) else { continue };
            match &intake::days(text)[..] {
                [day] => text.clone_from(day),
                _ => drop(self.unknown_days.insert(text.clone())),
            }
        }
        match line.get("status").map(|text| (words::status(text), text.clone())) {
            Some((Some(status), _)) => {
                line.insert("status", status.into());
            }
            Some((None, text)) => {
                self.unknown_statuses.insert(text);
            }
            None => self.without_status += 1,
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
