//! Which counts to hide for others: what each is worth to readers.

use super::figures::{ALL, Figure};
use super::relations::Model;
use super::system::Id;

/// The cheapest of these that can be hidden.
pub(super) fn cheapest(model: &Model, figures: &[Figure], ids: impl Iterator<Item = Id>) -> Option<Id> {
    ids.filter_map(|id| Some((cost(model, figures, id)?, id))).min().map(|(_, id)| id)
}

/// The cheapest count that can be hidden, going outward from sum to sum.
pub(super) fn nearest(model: &Model, figures: &[Figure], id: Id) -> Option<Id> {
    let system = &model.system;
    let mut reached = vec![false; system.variables.len()];
    let mut ring = vec![id];
    while !ring.is_empty() {
        let mut next: Vec<Id> = Vec::new();
        // What is known passes nothing on.
        for id in ring.into_iter().filter(|id| !system.variables[*id].known) {
            for (other, _) in system.equations_of(id).flat_map(|(_, equation)| &equation.terms) {
                if !std::mem::replace(&mut reached[*other], true) {
                    next.push(*other);
                }
            }
        }
        if let Some(found) = cheapest(model, figures, next.iter().copied()) {
            return Some(found);
        }
        ring = next;
    }
    None
}

/// What hiding a shown count costs; nothing can hide what is hidden, or what an earlier file showed.
fn cost(model: &Model, figures: &[Figure], id: Id) -> Option<i64> {
    if !model.system.variables[id].known || model.settled[id] {
        return None;
    }
    // In a sum without another hidden count it would be pinned itself.
    let alone = model.system.equations_of(id).filter(|(_, equation)| model.system.unknown(equation).0.is_empty());
    Some(price(model, figures, id)? + 100 * i64::try_from(alone.count()).ok()?)
}

/// What a count is worth to readers; nothing if nobody could be shown it.
pub(super) fn price(model: &Model, figures: &[Figure], id: Id) -> Option<i64> {
    let value = model.system.variables[id].value?;
    // A national figure of one force is that force's own.
    let stands_for = || model.figures[id].iter().map(|at| &figures[*at]);
    let first = stands_for().find(|figure| !figure.is_national()).or_else(|| stands_for().next())?;
    let kind = match (first.is_national(), first.key.term == ALL) {
        (false, false) if value == 0 => 1_000,
        (false, false) => 0,
        (false, true) => 10_000,
        (true, false) => 1_000_000,
        (true, true) => 100_000_000,
    };
    Some(kind + value)
}
