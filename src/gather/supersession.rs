//! What a later return leaves of an earlier one: nothing, or all but the tables it names.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Plan;
use crate::model::batch::{Batch, Currency};
use crate::model::finding::{Finding, Kind};
use crate::model::observation::Breakdown;
use crate::model::place::Place;
use crate::model::returns::{Return, Tables};

/// What of each return is current. A return that was itself withdrawn supersedes nothing.
pub(super) fn currency(returns: &[Return]) -> Vec<Currency> {
    let mut whole: BTreeSet<&str> = BTreeSet::new();
    let mut in_part: BTreeMap<&str, Vec<Tables>> = BTreeMap::new();
    for record in returns.iter().filter(|record| record.status != "withdrawn") {
        let Some(superseded) = record.supersedes.as_deref() else { continue };
        if record.supersedes_only.is_empty() {
            whole.insert(superseded);
        }
        let tables = record.supersedes_only.iter().map(|portion| portion.tables.clone());
        in_part.entry(superseded).or_default().extend(tables);
    }
    let mut of = |record: &Return| {
        if record.status == "withdrawn" || record.replaced || whole.contains(&*record.id) {
            return Currency::Nothing;
        }
        Currency::AllBut(in_part.remove(&*record.id).unwrap_or_default())
    };
    returns.iter().map(&mut of).collect()
}

/// Tables that a line of a tracker supersedes and that the earlier return has not (law 9), with those that it has.
pub(super) fn unmatched(plan: &Plan, batch: &Batch) -> Vec<Finding> {
    let mut out = Vec::new();
    for record in batch.returns.iter().filter(|record| record.status != "withdrawn") {
        let Some(superseded) = &record.supersedes else { continue };
        let earlier: Vec<&Breakdown> = batch
            .files
            .iter()
            .filter(|(file, _)| batch.return_of(file).id == *superseded)
            .flat_map(|(_, result)| &result.breakdowns)
            .collect();
        for portion in &record.supersedes_only {
            if !earlier.iter().any(|breakdown| portion.tables.hold(breakdown)) {
                let has: BTreeSet<String> = earlier.iter().flat_map(|breakdown| names(plan, breakdown)).collect();
                let kind = Kind::SupersedesNothing { given: portion.given.clone(), has: has.into_iter().collect() };
                out.push(Finding::new(Place::line(&format!("{}/returns.csv", record.request), portion.line), kind));
            }
        }
    }
    out
}

/// What the tables of a breakdown are called in the column `supersedes_only`.
fn names(plan: &Plan, breakdown: &Breakdown) -> impl Iterator<Item = String> {
    let sheet = Some(&breakdown.sheet).filter(|sheet| !sheet.is_empty()).map(|sheet| format!("sheet:{sheet}"));
    let split = plan.question_name(breakdown.split.without(plan.lexicon.period));
    sheet.into_iter().chain([format!("split:{split}")])
}
