//! Blanks and dashes that a total proves zero.
//!
//! A force that leaves a cell blank, or writes a dash, may mean zero or may withhold a number. A stated total decides
//! it when the counts it sums besides the open ones already come to all of it: nothing is left for them. A total that
//! leaves something for one of them is against it, and then the count stays open.

use std::collections::BTreeMap;

use super::{Mapped, Source};
use crate::model::count::{Count, Status, sum_high};
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Observation, RowRole};

/// Decides what can be decided, and reports what cannot.
pub(super) fn prove(source: Source<'_>, mapped: &mut Mapped) {
    let mut homes: Vec<usize> = mapped.observations.iter().filter(|o| o.count.is_open()).map(|o| o.breakdown).collect();
    homes.sort_unstable();
    homes.dedup();
    for breakdown in homes {
        // What one total proves may let another prove more.
        while settle(mapped, breakdown) {}
    }
    report(source, mapped);
    // A blank that is zero is nothing: no cell states it, and no sum needs it.
    mapped.observations.retain(|o| o.count.status != Status::ProvenZero || !o.raw_value.is_empty());
}

/// One look at every total of a breakdown; whether it proved anything.
fn settle(mapped: &mut Mapped, breakdown: usize) -> bool {
    let observations = &mapped.observations;
    let own = || (0..observations.len()).filter(|at| observations[*at].breakdown == breakdown);
    let (mut zero, mut against): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for total in own().map(|at| &observations[at]).filter(|o| o.role == RowRole::Total) {
        let summed = |at: &usize| observations[*at].is_summand() && total.sums(&observations[*at]);
        let (open, stated): (Vec<usize>, Vec<usize>) =
            own().filter(summed).partition(|at| observations[*at].count.is_open());
        let (Some(low), Some(high)) = (total.count.low, total.count.high) else { continue };
        let certain: i64 = stated.iter().map(|at| observations[*at].certain()).sum();
        let possible = sum_high(stated.iter().map(|at| observations[*at].count.high));
        if certain == high {
            zero.extend(open);
        } else if possible.is_some_and(|possible| possible < low) {
            against.extend(open);
        }
    }
    zero.retain(|at| !against.contains(at));
    for at in &zero {
        mapped.observations[*at].count = Count::proven_zero();
    }
    !zero.is_empty()
}

/// One finding a table and token: a line of configuration decides for all its cells at once.
fn report(source: Source<'_>, mapped: &mut Mapped) {
    let mut open: BTreeMap<&str, (usize, &Observation)> = BTreeMap::new();
    for observation in mapped.observations.iter().filter(|o| o.count.is_open()) {
        open.entry(observation.raw_value.trim()).or_insert((0, observation)).0 += 1;
    }
    let force = &mapped.breakdowns.first().map_or_else(String::new, |breakdown| breakdown.police_force.to_string());
    let kind = |shown: &str, cells| Kind::CountOpen { shown: shown.to_owned(), cells, force: force.clone() };
    let found: Vec<Finding> =
        open.iter().map(|(shown, (cells, first))| Finding::new(source.place(first.at), kind(shown, *cells))).collect();
    mapped.findings.extend(found);
}
