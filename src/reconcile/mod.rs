//! **reconcile**: batch -> one row per stated total and breakdown it sums, with the residual; the bounds that totals
//! tighten; figures of one force, in one request or several, that speak of the same thing; and which breakdown answers
//! which question.
//!
//! Must never change a stated count, or rebalance parts so that they add up (law 6).

mod alternatives;
mod chosen;
mod joint;
mod members;
mod overlap;
mod tighten;
mod together;
mod totals;

use crate::config::Plan;
use crate::model::batch::Batch;
use crate::model::reconciled::Reconciled;

/// Compares parts with their totals and requests with each other.
#[must_use]
pub fn figures(plan: &Plan, batch: &Batch) -> Reconciled {
    let mut out = Reconciled::default();
    for (file, result) in &batch.files {
        totals::of_file(plan, batch, file, result, &mut out);
    }
    let members = members::in_force(batch);
    overlap::between_requests(plan, &members, &mut out);
    out.sums = batch.files.iter().map(|(file, result)| chosen::sums(plan, batch, file, result)).collect();
    out.chosen = chosen::breakdowns(plan, batch, &out.sums, &out.totals);
    let (disagreements, findings): (Vec<_>, Vec<_>) =
        alternatives::within_requests(plan, &members, &out.chosen).into_iter().unzip();
    out.disagreements = disagreements;
    out.disagreements.sort();
    out.findings.extend(findings);
    out.findings.sort();
    out
}
