//! The breakdowns that are compared with each other, and what each is about.

use std::sync::Arc;

use crate::config::Plan;
use crate::model::batch::Batch;
use crate::model::observation::{Breakdown, Observation};
use crate::model::place::{At, Place};
use crate::model::term::Term;

/// A current breakdown, with its observations.
pub(super) struct Member<'a> {
    pub request: &'a Arc<str>,
    /// Path of its file.
    pub path: &'a Arc<str>,
    pub breakdown: &'a Breakdown,
    pub observations: Vec<&'a Observation>,
}

impl Member<'_> {
    /// A cell of its sheet.
    pub(super) fn place(&self, at: At) -> Place {
        Place::cell(self.path, &self.breakdown.sheet, at.address(self.breakdown.csv))
    }
}

/// Request, force, unit, count basis and what the context holds fixed: figures that differ here answer different
/// questions and are never added.
pub(super) type Subject<'a> = (&'a str, &'a str, &'a str, &'a str, Vec<&'a Term>);

pub(super) fn subject<'a>(plan: &Plan, request: &'a str, breakdown: &'a Breakdown) -> Subject<'a> {
    let held = plan.held_dimensions().iter().map(|id| &breakdown.fixed[id]).collect();
    (request, &*breakdown.police_force, &*breakdown.unit, &*breakdown.count_basis, held)
}

/// Every current breakdown, in the order of the batch.
pub(super) fn in_force(batch: &Batch) -> Vec<Member<'_>> {
    let mut out = Vec::new();
    for (file, result) in &batch.files {
        let (request, path) = (&batch.return_of(file).request, &file.path);
        let mut own: Vec<Member<'_>> = result
            .breakdowns
            .iter()
            .map(|breakdown| Member { request, path, breakdown, observations: vec![] })
            .collect();
        for observation in &result.observations {
            own[observation.breakdown].observations.push(observation);
        }
        out.extend(own.into_iter().filter(|member| batch.is_current(file, member.breakdown)));
    }
    out
}
