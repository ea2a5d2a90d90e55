//! Who was asked, who answered, and what: absence is data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Plan;
use crate::model::batch::{Batch, Coverage};
use crate::model::term::DimensionSet;

/// One row a request, force and question.
#[must_use]
pub(super) fn rows(plan: &Plan, batch: &Batch) -> Vec<Coverage> {
    let given = given(batch);
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
                .filter(|at| batch.returns[*at].request == request.id && batch.is_in_force(*at))
                .filter(|at| members(&batch.returns[*at].police_force).contains(&force))
                .collect();
            for question in std::iter::once("any").chain(request.questions.iter().map(String::as_str)) {
                let (status, return_id) = match own.as_slice() {
                    [] => (absence(batch, &request.id, &force, &request.forces_asked), None),
                    returns => answered(plan, batch, &given_for(&given, &force), returns, question),
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

/// What a return gave: nothing, or counts split by or held at these dimensions.
type Given = Option<DimensionSet>;

/// What each return gave that is current, in the batch's order, by the force or set of forces its tables are of.
fn given(batch: &Batch) -> Vec<BTreeMap<Arc<str>, DimensionSet>> {
    let mut out = vec![BTreeMap::new(); batch.returns.len()];
    for (file, result) in &batch.files {
        for breakdown in result.breakdowns.iter().filter(|breakdown| batch.is_current(file, breakdown)) {
            let held = breakdown.narrowed(DimensionSet::default());
            let known: &mut DimensionSet = out[file.return_index].entry(breakdown.police_force.clone()).or_default();
            *known = held.iter().chain(breakdown.split.iter()).fold(*known, DimensionSet::with);
        }
    }
    out
}

/// What each return gave for one force: by itself, or together with others.
fn given_for(given: &[BTreeMap<Arc<str>, DimensionSet>], force: &str) -> Vec<Given> {
    let own = |tables: &BTreeMap<Arc<str>, DimensionSet>| {
        let of_it = tables.iter().filter(|(forces, _)| forces.split('|').any(|member| member == force));
        of_it.map(|(_, dimensions)| *dimensions).reduce(|all, more| more.iter().fold(all, DimensionSet::with))
    };
    given.iter().map(own).collect()
}

/// The best that the current returns of a force did for a question.
fn answered(
    plan: &Plan,
    batch: &Batch,
    given: &[Given],
    returns: &[usize],
    question: &str,
) -> (String, Option<String>) {
    let dimension = plan.dimensions.iter().position(|dimension| dimension.name == question);
    let answers =
        |at: &&usize| given[**at].is_some_and(|dimensions| dimension.is_none_or(|id| dimensions.contains(id)));
    if let Some(at) = returns.iter().find(answers) {
        return (batch.returns[*at].status.clone(), Some(batch.returns[*at].id.clone()));
    }
    let record = &batch.returns[*returns.last().expect("the caller has at least one return")];
    let status = match record.status.as_str() {
        "answered" | "partial" if dimension.is_some() && returns.iter().any(|at| given[*at].is_some()) => {
            "returned without this question"
        }
        "answered" | "partial" => "returned, nothing could be loaded",
        status => status,
    };
    (status.to_owned(), Some(record.id.clone()))
}
