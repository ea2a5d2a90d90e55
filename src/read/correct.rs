//! Corrections, applied to a sheet before anything is interpreted: each only where the cell still holds what the person
//! who decided it saw there.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::correction::{Change, Correction};
use crate::model::finding::{Finding, Kind};
use crate::model::grid::{Content, Grid};
use crate::model::place::{At, Place};

/// What became of the corrections for one sheet.
#[derive(Debug, Default)]
pub struct Corrected {
    /// The configuration line of each, and whether it was applied.
    pub rules: Vec<(String, bool)>,
    pub findings: Vec<Finding>,
}

/// Applies the corrections that are for this sheet of this file.
pub fn sheet(path: &Arc<str>, grid: &mut Grid, corrections: &[Correction]) -> Corrected {
    let mut out = Corrected::default();
    let name = grid.sheet.clone();
    let own: Vec<&Correction> = corrections.iter().filter(|c| *c.file == **path && *c.sheet == *name).collect();
    if own.is_empty() {
        return out;
    }
    let (csv, wanted) = (grid.csv, own.iter().map(|correction| correction.cell.as_str()).collect::<HashSet<&str>>());
    let found: HashMap<String, At> = grid
        .cells()
        .iter()
        .map(|cell| (cell.at.address(csv), cell.at))
        .filter(|(address, _)| wanted.contains(address.as_str()))
        .collect();
    for correction in own {
        let place = Place::cell(path, &grid.sheet, correction.cell.clone());
        let cell = found.get(&correction.cell).and_then(|at| grid.find(*at)).map(|index| &grid.cells()[index]);
        let Some(cell) = cell.filter(|cell| cell.raw().trim() == correction.expected.trim()) else {
            // What the cell holds now is not said: it may be anything, also hidden.
            let kind = Kind::CorrectionStale { expected: correction.expected.clone(), rule: correction.source.clone() };
            out.findings.push(Finding::new(place, kind));
            out.rules.push((correction.source.clone(), false));
            continue;
        };
        let (at, reason) = (cell.at, correction.reason.clone());
        let from = correction.expected.clone();
        match &correction.change {
            Change::Set(text) => {
                grid.set(at, Content::of_text(text));
                out.findings.push(Finding::new(place, Kind::Corrected { from, to: Some(text.clone()), reason }));
            }
            Change::Drop => {
                grid.drop_cell(at);
                out.findings.push(Finding::new(place, Kind::Corrected { from, to: None, reason }));
            }
        }
        out.rules.push((correction.source.clone(), true));
    }
    out
}
