//! What forces gave together beside what one of them gave alone: the same cases, so that only one of the two is used.

use super::chosen::{Pick, disjoint};
use crate::model::batch::Batch;
use crate::model::observation::Breakdown;

/// Whether a table is of a set of forces of which one also gave figures of its own; `gather` has a finding for it.
pub(super) fn also_alone(batch: &Batch, request: &str, forces: &str) -> bool {
    forces.contains('|') && forces.split('|').any(|force| batch.gives_alone(request, force))
}

/// Of the breakdowns that all forces have for one question, those that count nothing twice: each member's own where
/// every member of a set has one, else the set's, which leaves nobody out.
pub(super) fn once(mut picks: Vec<Pick<'_>>) -> Vec<Pick<'_>> {
    let joint: Vec<&Breakdown> = picks
        .iter()
        .map(|(breakdown, _)| *breakdown)
        .filter(|breakdown| breakdown.police_force.contains('|'))
        .collect();
    for joint in joint {
        let shares = |own: &Breakdown, force: &str| *own.police_force == *force && !disjoint(own, joint);
        let has_own = |force| picks.iter().any(|(own, _)| shares(own, force));
        if joint.police_force.split('|').all(has_own) {
            picks.retain(|(breakdown, _)| breakdown.id != joint.id);
        } else {
            picks.retain(|(own, _)| !joint.police_force.split('|').any(|force| shares(own, force)));
        }
    }
    picks
}
