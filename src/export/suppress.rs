//! Secondary suppression: what else must be hidden, so that no hidden count follows from what is shown.
//!
//! The audit says which hidden counts keep too few values; for each, the cheapest count in one of its sums is hidden
//! too, and the audit looks again. Small terms of forces are cheapest, national totals dearest.

use super::audit::Audit;
use super::earlier::Earlier;
use super::figures::{ALL, Figure};
use super::relations::Model;
use super::system::Id;

/// A hidden count that cannot be protected. Nothing is published.
#[derive(Debug, PartialEq, Eq)]
pub struct Unprotected {
    /// Which count, without saying it.
    pub figure: String,
    /// The earlier file that showed it, or what it follows from.
    pub earlier: Option<String>,
}

/// Hides until the audit holds. Afterwards every figure whose variable is unknown is hidden.
pub(super) fn until_safe(
    model: &mut Model,
    figures: &[Figure],
    earlier: &[Earlier],
    possible_values: usize,
) -> Result<(), Unprotected> {
    for figure in figures.iter().filter(|figure| figure.small) {
        if let Some(at) = figure.shown_before {
            return Err(Unprotected { figure: figure.key.text(), earlier: Some(earlier[at].name.clone()) });
        }
    }
    let mut audit = Audit::new(&model.system, possible_values);
    loop {
        let weak = audit.weak(&model.system);
        if weak.is_empty() {
            return Ok(());
        }
        // What was hidden in this round may have helped others as well.
        let mut helped = vec![false; model.system.equations.len()];
        for id in weak {
            if model.system.equations_of(id).any(|(at, _)| helped[at]) {
                continue;
            }
            let Some(chosen) = cheapest(model, figures, id, possible_values) else {
                let figure = model.figures[id].first().map(|at| figures[*at].key.text()).unwrap_or_default();
                return Err(Unprotected { figure, earlier: showed(model, figures, earlier, id) });
            };
            model.system.variables[chosen].known = false;
            for at in &model.figures[chosen] {
                // A hidden range must not follow either.
                if let Some(span) = model.spans[*at] {
                    model.system.variables[span].guarded = true;
                }
            }
            for (at, _) in model.system.equations_of(chosen) {
                helped[at] = true;
            }
        }
    }
}

/// The cheapest count whose hiding may help: in the sums that alone leave too few values, else in any near.
fn cheapest(model: &Model, figures: &[Figure], id: Id, possible_values: usize) -> Option<Id> {
    let system = &model.system;
    let need = system.variables[id].width(possible_values);
    let mut tight = system.equations_of(id).filter(|(_, e)| system.left_by(e, id, possible_values) < need).peekable();
    let best = |ids: &mut dyn Iterator<Item = Id>| {
        ids.filter_map(|id| Some((cost(model, figures, id)?, id))).min().map(|(_, id)| id)
    };
    if tight.peek().is_some() {
        return tight.map(|(_, equation)| best(&mut equation.terms.iter().map(|(id, _)| *id))).last().flatten();
    }
    // No single sum is to blame: go outward from sum to sum.
    let mut reached = vec![false; system.variables.len()];
    let mut ring = vec![id];
    while !ring.is_empty() {
        let mut next: Vec<Id> = Vec::new();
        for id in ring {
            for (_, equation) in system.equations_of(id) {
                for (other, _) in &equation.terms {
                    if !std::mem::replace(&mut reached[*other], true) {
                        next.push(*other);
                    }
                }
            }
        }
        if let Some(found) = best(&mut next.iter().copied()) {
            return Some(found);
        }
        ring = next;
    }
    None
}

/// What hiding a shown count costs; nothing can hide what is hidden, or what an earlier file showed.
fn cost(model: &Model, figures: &[Figure], id: Id) -> Option<i64> {
    let variable = &model.system.variables[id];
    let shown = model.figures[id].iter().map(|at| &figures[*at]);
    if !variable.known || shown.clone().any(|figure| figure.shown_before.is_some()) {
        return None;
    }
    let first = shown.clone().next()?;
    let kind = match (first.is_national(), first.key.term == ALL) {
        (false, false) if variable.value == Some(0) => 1_000,
        (false, false) => 0,
        (false, true) => 10_000,
        (true, false) => 1_000_000,
        (true, true) => 100_000_000,
    };
    // In a sum without another hidden count it would be pinned itself.
    let alone = model.system.equations_of(id).filter(|(_, equation)| model.system.unknown(equation).0.is_empty());
    Some(kind + variable.value? + 100 * i64::try_from(alone.count()).ok()?)
}

/// The earlier file that shows something in the sums of a count.
fn showed(model: &Model, figures: &[Figure], earlier: &[Earlier], id: Id) -> Option<String> {
    let near = model.system.equations_of(id).flat_map(|(_, equation)| &equation.terms);
    let shown = near.flat_map(|(id, _)| &model.figures[*id]).find_map(|at| figures[*at].shown_before);
    // A sum that only an earlier file states names none of today's figures.
    shown.map(|at| earlier[at].name.clone()).or_else(|| earlier.last().map(|file| file.name.clone()))
}
