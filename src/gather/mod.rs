//! **gather**: all files -> one batch: supersession, coverage, rules that matched nothing.
//!
//! Must never depend on the order of files or threads: everything is sorted by path or id.

mod accepted;
mod coverage;
mod supersession;

use std::collections::{BTreeSet, HashMap};

use crate::config::Plan;
use crate::model::batch::{Batch, FileResult};
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::returns::{Inbox, SourceFile};

pub use accepted::mark as mark_accepted;

/// Why findings of files that hold no longer need nobody.
const NOT_CURRENT: &str = "its return or version is superseded or withdrawn";

/// Puts the results of all files, in the inbox's order, together.
#[must_use]
pub fn batch(plan: &Plan, inbox: Inbox, mut results: Vec<FileResult>) -> Batch {
    let Inbox { requests, returns, files, mut findings } = inbox;
    findings.extend(unused_rules(plan, &results));
    hints(plan, &mut results);
    let files: Vec<(SourceFile, FileResult)> = files.into_iter().zip(results).collect();
    let currency = supersession::currency(&returns);
    let mut batch = Batch { requests, returns, currency, files, findings, coverage: Vec::new() };
    set_at_rest(&mut batch);
    batch.findings.extend(supersession::unmatched(plan, &batch));
    let joint_and_own = joint_and_own(&batch);
    batch.findings.extend(joint_and_own);
    batch.findings.sort();
    batch.coverage = coverage::rows(plan, &batch);
    batch
}

/// What was noticed in a file that holds no longer asks nothing of anybody: no view uses its figures.
fn set_at_rest(batch: &mut Batch) {
    let past: Vec<bool> = batch.files.iter().map(|(file, _)| !batch.is_in_force(file.return_index)).collect();
    let results = batch.files.iter_mut().zip(past).filter(|(_, is_past)| *is_past).map(|((_, result), _)| result);
    for finding in results.flat_map(|result| &mut result.findings) {
        finding.accepted = Some(NOT_CURRENT.into());
    }
}

/// Adds to every label that nobody has mapped those that read nearly like it, which no file knows by itself.
fn hints(plan: &Plan, results: &mut [FileResult]) {
    let mut known: HashMap<(String, String), Vec<String>> = HashMap::new();
    for finding in results.iter_mut().flat_map(|result| &mut result.findings) {
        let Kind::UnmappedLabel { dimension, raw, nearest } = &mut finding.kind else { continue };
        let found = known.entry((dimension.clone(), raw.clone())).or_insert_with(|| {
            let words = plan.lexicon.dimensions.iter().find(|words| words.name == *dimension);
            words.map(|words| words.labels.nearest(&plan.lexicon.normal(raw))).unwrap_or_default()
        });
        nearest.clone_from(found);
    }
}

/// Joint returns of which a force also answered alone: adding both would count it twice. One whose tables are each of a
/// single force has nothing joint in it.
fn joint_and_own(batch: &Batch) -> Vec<Finding> {
    let Batch { returns, files, .. } = batch;
    let current = || (0..returns.len()).filter(|at| batch.is_in_force(*at)).map(|at| (at, &returns[at]));
    let apart = |at: usize| {
        let own = files.iter().filter(|(file, _)| file.return_index == at);
        let own = own.flat_map(|(file, result)| result.breakdowns.iter().filter(|b| batch.is_current(file, b)));
        let mut joint = own.map(|breakdown| breakdown.police_force.contains('|')).peekable();
        joint.peek().is_some() && !joint.any(|joint| joint)
    };
    let mut out = Vec::new();
    for (at, joint) in current().filter(|(_, record)| record.police_force.contains('|')) {
        for force in joint.police_force.split('|').filter(|_| !apart(at)) {
            if batch.gives_alone(&joint.request, force) {
                let kind = Kind::JointAndOwn { force: force.to_owned(), joint: joint.police_force.to_string() };
                out.push(Finding::new(Place::file(&format!("{}/returns.csv", joint.request)), kind));
            }
        }
    }
    out.dedup();
    out
}

/// Label rules, token rules, layout recipes and corrections that are not shipped vocabulary and decided nothing (law 9).
fn unused_rules(plan: &Plan, results: &[FileResult]) -> Vec<Finding> {
    let used: BTreeSet<&String> = results.iter().flat_map(|result| &result.rules_used).collect();
    let labels = plan.lexicon.dimensions.iter().flat_map(|dimension| dimension.labels.rules());
    let labels = labels.map(|rule| (rule.stock, &rule.source, &rule.raw));
    #[allow(clippy::iter_over_hash_type, reason = "findings are sorted by the caller")]
    let tokens = plan.lexicon.tokens.0.values().flatten().map(|rule| (rule.stock, &rule.source, &rule.raw));
    let layouts = plan.layouts.iter().map(|recipe| (false, &recipe.source, &recipe.source));
    let met: BTreeSet<&String> = results.iter().flat_map(|result| result.corrections.keys()).collect();
    let corrections = plan.corrections.iter().map(|correction| (false, &correction.source, &correction.file));
    labels
        .chain(tokens)
        .chain(layouts)
        .chain(corrections)
        .filter(|(stock, source, _)| !stock && !used.contains(source) && !met.contains(source))
        .map(|(_, source, raw)| Finding::new(place_of(source), Kind::RuleUnused { rule: raw.clone() }))
        .collect()
}

/// The place of a rule that says `config/tokens.csv:12` of itself.
fn place_of(source: &str) -> Place {
    let (path, line) = source.rsplit_once(':').unwrap_or((source, "0"));
    Place::line(path, line.parse().unwrap_or(0))
}
