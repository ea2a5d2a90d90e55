//! Parts that may lie inside other parts.
//!
//! `No further action 110` beside `Not in the public interest 17`: every case of the second may already be counted in
//! the first, or none. A part whose terms all lie inside a sibling's is `nesting_unstated`, unless the source proves
//! that the two stand side by side: lines are cases of their own, rows of a refined column are disjoint, and parts
//! that add exactly to a stated total are disjoint too.

use std::collections::HashMap;

use crate::model::count::sum_high;
use crate::model::observation::{Grain, Observation, RowRole};
use crate::model::term::{DimensionId, Extent, Term};

use super::Mapped;

pub(super) fn roles(grain: Grain, mapped: &mut Mapped) {
    if grain != Grain::Crosstab {
        return;
    }
    for breakdown in 0..mapped.breakdowns.len() {
        let split = mapped.breakdowns[breakdown].split;
        let members: Vec<usize> =
            (0..mapped.observations.len()).filter(|at| mapped.observations[*at].breakdown == breakdown).collect();
        for dimension in split.iter().filter(|id| *id < mapped.breakdowns[breakdown].fixed.len()) {
            let nested = inside(&mapped.observations, &members, dimension, |outer, inner| {
                outer.extent().covers(inner.extent()) && !inner.extent().covers(outer.extent())
            });
            let mut totals = Totals::new(&mapped.observations, breakdown);
            let unproven: Vec<_> = nested.into_iter().filter(|(inner, outer)| !totals.prove(*inner, *outer)).collect();
            for (inner, outer) in unproven {
                mapped.observations[inner].role = RowRole::NestingUnstated;
                mapped.observations[inner].part_of = Some(mapped.observations[outer].id.clone());
            }
        }
    }
}

/// Pairs of parts, the first inside the second by one dimension and equal to it by all others.
pub(super) fn inside(
    observations: &[Observation],
    members: &[usize],
    dimension: DimensionId,
    holds: impl Fn(&Term, &Term) -> bool,
) -> Vec<(usize, usize)> {
    let parts = || members.iter().copied().filter(|at| observations[*at].role == RowRole::Part);
    let term = |at: usize| &observations[at].coordinates[dimension].term;
    let mut terms: Vec<&Term> = parts().map(term).collect();
    terms.sort_unstable();
    terms.dedup();
    let meaningful = |term: &&&Term| matches!(term.extent(), Extent::Leaves(_) | Extent::Ages(_));
    let mut outers: HashMap<&Term, Vec<&Term>> = HashMap::new();
    for inner in terms.iter().filter(meaningful) {
        for outer in terms.iter().filter(meaningful) {
            if holds(outer, inner) {
                outers.entry(inner).or_default().push(outer);
            }
        }
    }
    if outers.is_empty() {
        return Vec::new();
    }
    // What a part's siblings share: its other coordinates.
    let slice = |at: usize| {
        let mut rest: Vec<&Term> = observations[at].coordinates.iter().map(|coordinate| &coordinate.term).collect();
        rest.remove(dimension);
        (rest, &observations[at].period)
    };
    let mut by_term: HashMap<_, usize> = HashMap::new();
    for at in parts() {
        by_term.entry((term(at), slice(at))).or_insert(at);
    }
    let mut pairs = Vec::new();
    for at in parts() {
        let given = |other: usize| &observations[other].coordinates[dimension].given;
        let outer = outers.get(term(at)).into_iter().flatten().find_map(|outer| by_term.get(&(*outer, slice(at))));
        // Two rows under one headline are told apart by their details.
        if let Some(outer) = outer.filter(|outer| given(**outer) != given(at) || term(at) == given(at)) {
            pairs.push((at, *outer));
        }
    }
    pairs
}

/// The totals that a breakdown states, each with whether its parts add exactly to it once that is known.
struct Totals<'a> {
    observations: &'a [Observation],
    breakdown: usize,
    stated: Vec<(usize, Option<bool>)>,
}

impl<'a> Totals<'a> {
    fn new(observations: &'a [Observation], breakdown: usize) -> Self {
        let stated = |at: &usize| observations[*at].breakdown == breakdown && observations[*at].role == RowRole::Total;
        let stated = (0..observations.len()).filter(stated).map(|at| (at, None)).collect();
        Self { observations, breakdown, stated }
    }

    /// Whether totals that sum both parts prove that the two stand side by side: there is one, and all of them add up.
    /// The total of one area says nothing of the region beside it.
    fn prove(&mut self, inner: usize, outer: usize) -> bool {
        let (observations, breakdown) = (self.observations, self.breakdown);
        let sums = |total: usize, part: usize| observations[total].sums(&observations[part]);
        let mut both =
            self.stated.iter_mut().filter(|(total, _)| sums(*total, inner) && sums(*total, outer)).peekable();
        both.peek().is_some()
            && both.all(|(total, known)| *known.get_or_insert_with(|| balances(observations, breakdown, *total)))
    }
}

fn balances(observations: &[Observation], breakdown: usize, total: usize) -> bool {
    let total = &observations[total];
    let parts = observations.iter().filter(|o| o.breakdown == breakdown && o.role == RowRole::Part && total.sums(o));
    let counts: Vec<_> = parts.map(|part| (part.count.certain(), part.count.high)).collect();
    let low: i64 = counts.iter().map(|(low, _)| low).sum();
    Some(low) == total.count.low && sum_high(counts.iter().map(|(_, high)| *high)) == total.count.high
}
