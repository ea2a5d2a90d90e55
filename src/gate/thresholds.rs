//! Whether somebody must look before a release is published.

use crate::config::Gate;
use crate::model::changes::{Changes, percent};

/// Why a release is not published without a person; empty if it is. Every threshold is exceeded, not met.
#[must_use]
pub fn reasons(changes: &Changes, gate: &Gate) -> Vec<String> {
    let mut out = Vec::new();
    let vanished: Vec<String> = changes
        .forces
        .iter()
        .filter(|force| force.change == "vanished")
        .map(|force| format!("{} in {}", force.police_force, force.request))
        .collect();
    if vanished.len() > gate.forces_vanished {
        let (number, names) = (vanished.len(), vanished.join(", "));
        out.push(format!("{number} forces had figures and have none now: {names}"));
    }
    let moved: i64 = changes.figures.iter().map(|set| set.moved).sum();
    let share = percent(moved, changes.earlier_figures);
    if moved > gate.shares_from && share > gate.figures_moved_percent {
        out.push(format!("{moved} of {} figures have moved ({share:.1} %)", changes.earlier_figures));
    }
    let is_lost = |term: &Option<String>| term.as_deref() == Some("unmapped");
    let lost = changes.labels.iter().filter(|label| is_lost(&label.later) && label.earlier.is_some()).count();
    if lost > gate.labels_lost {
        out.push(format!("{lost} labels had a term and have none now"));
    }
    let new = changes.residuals.iter().filter(|residual| residual.earlier.is_none()).count();
    if new > gate.residuals_new {
        out.push(format!("{new} totals that their parts came to, or that were not there, leave a residual now"));
    }
    let (earlier, later) = (&changes.earlier_quality, &changes.later_quality);
    for (what, more, before, now, most) in [
        (
            "observations unmapped",
            later.unmapped - earlier.unmapped,
            earlier.unmapped_percent(),
            later.unmapped_percent(),
            gate.unmapped_points,
        ),
        (
            "numeric cells set aside",
            later.set_aside - earlier.set_aside,
            earlier.set_aside_percent(),
            later.set_aside_percent(),
            gate.set_aside_points,
        ),
    ] {
        if more > gate.shares_from && now - before > most {
            out.push(format!("{what}: {now:.1} %, and {before:.1} % before"));
        }
    }
    out
}
