//! Who was asked, who answered, and what: absence is data.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Plan;
use crate::model::batch::{Batch, Coverage};
use crate::model::term::{DimensionId, Term};

/// One row a request, force and question.
#[must_use]
pub(super) fn rows(plan: &Plan, batch: &Batch) -> Vec<Coverage> {
    let mut out = BTreeSet::new();
    for request in &batch.requests {
        let members = |set: &str| set.split('|').map(Arc::from).collect::<Vec<Arc<str>>>();
        let returned = batch.returns.iter().filter(|record| record.request == request.id);
        let forces: BTreeSet<Arc<str>> = returned
            .flat_map(|record| members(&record.police_force))
            .chain(request.forces_asked.iter().cloned())
            .chain(request.forces_listed.iter().cloned())
            .collect();
        for force in forces {
            let own: Vec<usize> = (0..batch.returns.len())
                .filter(|at| batch.returns[*at].request == request.id && batch.is_current[*at])
                .filter(|at| members(&batch.returns[*at].police_force).contains(&force))
                .collect();
            for question in std::iter::once("any").chain(request.questions.iter().map(String::as_str)) {
                let (status, return_id) = match own.as_slice() {
                    [] => (absence(batch, &request.id, &force, &request.forces_asked), None),
                    returns => answered(plan, batch, returns, question),
                };
                let (request, police_force) = (request.id.clone(), force.clone());
                out.insert(Coverage { request, police_force, question: question.into(), status, return_id });
            }
        }
    }
    out.into_iter().collect()
}

fn absence(batch: &Batch, request: &str, force: &Arc<str>, asked: &[Arc<str>]) -> String {
    let withdrawn = batch.returns.iter().any(|record| {
        *record.request == *request
            && record.status == "withdrawn"
            && record.police_force.split('|').any(|f| *f == **force)
    });
    match (withdrawn, asked.contains(force)) {
        (true, _) => "withdrawn".into(),
        (false, true) => "asked, no return yet".into(),
        (false, false) => "no return known".into(),
    }
}

/// The best that the current returns of a force did for a question.
fn answered(plan: &Plan, batch: &Batch, returns: &[usize], question: &str) -> (String, Option<String>) {
    let dimension = plan.dimensions.iter().position(|dimension| dimension.name == question);
    let with = returns.iter().find(|at| loaded(batch, **at, dimension));
    match with {
        Some(at) => (batch.returns[*at].status.clone(), Some(batch.returns[*at].id.clone())),
        None => {
            let record = &batch.returns[*returns.last().expect("the caller has at least one return")];
            let status = match record.status.as_str() {
                "answered" | "partial" if dimension.is_some() => "returned without this question".to_owned(),
                "answered" | "partial" => "returned, nothing could be loaded".to_owned(),
                status => status.to_owned(),
            };
            (status, Some(record.id.clone()))
        }
    }
}

/// Whether a return gave a count, split by or held at the dimension if one is named.
fn loaded(batch: &Batch, at: usize, dimension: Option<DimensionId>) -> bool {
    let breakdowns = batch.files.iter().filter(|(file, _)| file.return_index == at).flat_map(|(_, r)| &r.breakdowns);
    breakdowns
        .into_iter()
        .any(|breakdown| dimension.is_none_or(|id| breakdown.split.contains(id) || breakdown.fixed[id] != Term::all()))
}
