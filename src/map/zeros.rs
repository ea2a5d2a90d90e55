//! Blanks and dashes that a total proves zero.
//!
//! A force that leaves a cell blank, or writes a dash, may mean zero or may withhold a number. A stated total decides
//! it when the counts it sums besides the open ones already come to all of it: nothing is left for them. A total that
//! leaves something for one of them is against it, and then the count stays open.

use std::collections::{BTreeMap, BTreeSet};

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
        let own = |at: &usize| mapped.observations[*at].breakdown == breakdown;
        let members: Vec<usize> = (0..mapped.observations.len()).filter(own).collect();
        // What one total proves may let another prove more.
        while settle(&mut mapped.observations, &members) {}
    }
    report(source, mapped);
    // A blank that is zero is nothing: no cell states it, and no sum needs it.
    mapped.observations.retain(|o| o.count.status != Status::ProvenZero || !o.raw_value.is_empty());
}

/// One look at every total of a breakdown that sums something open; whether it proved anything.
fn settle(observations: &mut [Observation], members: &[usize]) -> bool {
    let open: Vec<usize> = members.iter().copied().filter(|at| observations[*at].count.is_open()).collect();
    let (mut zero, mut against): (BTreeSet<usize>, BTreeSet<usize>) = (BTreeSet::new(), BTreeSet::new());
    for total in members.iter().map(|at| &observations[*at]).filter(|o| o.role == RowRole::Total) {
        let sums = |at: &&usize| total.sums(&observations[**at]);
        let open: Vec<usize> = open.iter().filter(sums).copied().collect();
        let (Some(low), Some(high), false) = (total.count.low, total.count.high, open.is_empty()) else { continue };
        let stated = || {
            let counted = |o: &&Observation| o.is_summand() && !o.count.is_open();
            members.iter().filter(sums).map(|at| &observations[*at]).filter(counted)
        };
        let certain: i64 = stated().map(Observation::certain).sum();
        let possible = sum_high(stated().map(|part| part.count.high));
        if certain == high {
            zero.extend(open);
        } else if possible.is_some_and(|possible| possible < low) {
            against.extend(open);
        }
    }
    zero.retain(|at| !against.contains(at));
    for at in &zero {
        observations[*at].count = Count::proven_zero();
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
