//! Which row of counts lies in which: `of which` in its own words, or in those of the row above it.

use std::collections::BTreeMap;

use super::axes::Line;
use super::counts::{Counted, Numbers};
use super::heads;
use super::totals::{self, Bound};

/// Says of each row that lies in another in which it lies: `of which` in its own words, or in those above it.
/// `inside_next` are the rows below which such words stand alone, ascending.
pub(super) fn nest(grid: &Numbers<'_>, counted: &mut [Counted], inside_next: &[usize]) -> Result<(), (usize, String)> {
    let parents: Vec<usize> = (0..counted.len())
        .filter(|at| {
            inside_next.binary_search(at).is_ok() || counted[*at].line.as_ref().is_ok_and(|line| line.parts_below)
        })
        .collect();
    if !parents.is_empty() {
        let width = grid.counts.len();
        let lines: Vec<(Line, Vec<Bound>)> = counted
            .iter()
            .enumerate()
            .map(|(at, counted)| {
                let numbers = (0..width).map(|column| grid.bound(at, column)).collect();
                (counted.line.clone().unwrap_or_default(), numbers)
            })
            .collect();
        let units = units(grid);
        // The same label has the same parts wherever it stands: a row of zeros is parted as the others are.
        let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let key = |at: usize| lines[at].0.labels.last().map(|label| grid.sheet.lexicon.normal(&label.raw));
        let mut found = Vec::new();
        for parent in parents {
            let fitting = totals::parts_below(&lines, parent, &units);
            if let (Some(key), Some(fitting)) = (key(parent), &fitting) {
                let known = alike.entry(key).or_insert_with(|| fitting.clone());
                known.retain(|parts| fitting.contains(parts));
            }
            found.push((parent, fitting));
        }
        for (parent, fitting) in found {
            let shared = key(parent).and_then(|key| alike.get(&key)?.first().copied());
            let parts = match fitting {
                None => shared.unwrap_or(0),
                Some(fitting) => shared
                    .or(fitting.first().copied())
                    .ok_or_else(|| (parent, "the rows below lie in it, and where they end nothing says".to_owned()))?,
            };
            for part in counted.iter_mut().skip(parent + 1).take(parts) {
                part.inside = Some(parent);
            }
        }
    }
    // `of which` lies in the row above it, not in an earlier one.
    let mut parent = None;
    for (at, row) in counted.iter_mut().enumerate() {
        match &row.line {
            Ok(line) if line.of_which => row.inside = parent,
            Ok(line) if line.total.is_none() && line.subtotal.is_none() => parent = Some(at),
            _ => parent = None,
        }
    }
    for row in counted.iter_mut().filter(|row| row.inside.is_some()) {
        if let Ok(line) = &mut row.line {
            line.of_which = true;
        }
    }
    Ok(())
}

/// The columns of counts by what they count.
fn units(grid: &Numbers<'_>) -> Vec<Vec<usize>> {
    let mut units: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (at, column) in grid.counts.iter().enumerate() {
        units.entry(heads::unit(grid.sheet, column).or(grid.unit)).or_default().push(at);
    }
    units.into_values().collect()
}
