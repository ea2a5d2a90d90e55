//! Stated totals against their parts.

use std::collections::HashMap;
use std::sync::Arc;

use super::tighten::{self, Link};
use crate::config::Plan;
use crate::model::batch::{Batch, FileResult};
use crate::model::count::sum_high;
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Breakdown, Observation, RowRole};
use crate::model::place::{At, Place};
use crate::model::reconciled::{Reconciled, Reconciliation};
use crate::model::returns::SourceFile;
use crate::model::term::{DimensionId, Extent};

/// Where a table's breakdowns stand together.
type Home = (Arc<str>, At);

/// Whether what one breakdown of a file states is said of another: not where one was superseded and the other was not.
pub(super) fn speak_of(batch: &Batch, file: &SourceFile, one: &Breakdown, other: &Breakdown) -> bool {
    batch.is_current(file, one) == batch.is_current(file, other)
}

pub(super) fn of_file(plan: &Plan, batch: &Batch, file: &SourceFile, result: &FileResult, out: &mut Reconciled) {
    let home = |o: &Observation| -> Home {
        let breakdown = &result.breakdowns[o.breakdown];
        (breakdown.sheet.clone(), breakdown.at)
    };
    // Parts by breakdown, and breakdowns by table: each total looks only at its own table.
    let mut parts: HashMap<usize, Vec<&Observation>> = HashMap::new();
    let mut tables: HashMap<Home, Vec<usize>> = HashMap::new();
    for observation in result.observations.iter().filter(|o| o.is_summand()) {
        parts.entry(observation.breakdown).or_default().push(observation);
        let breakdowns = tables.entry(home(observation)).or_default();
        if !breakdowns.contains(&observation.breakdown) {
            breakdowns.push(observation.breakdown);
        }
    }
    let mut links: Vec<Link<'_>> = Vec::new();
    let by_detail = |o: &Observation| o.role == RowRole::Subtotal && o.coordinates.iter().any(|c| c.detail.is_some());
    for total in result.observations.iter().filter(|o| o.role == RowRole::Total || by_detail(o)) {
        for breakdown in tables.get(&home(total)).into_iter().flatten() {
            let (of_total, of_parts) = (&result.breakdowns[total.breakdown], &result.breakdowns[*breakdown]);
            if of_parts.unit != of_total.unit || !speak_of(batch, file, of_total, of_parts) {
                continue;
            }
            let own: Vec<&Observation> = parts[breakdown].iter().copied().filter(|part| total.sums(part)).collect();
            if own.is_empty() {
                continue;
            }
            let are_all = tighten::are_all(plan, total, &own);
            let row = reconcile(plan, total, &result.breakdowns[*breakdown], &own, are_all);
            if row.status() == "residual" {
                out.findings.push(Finding::new(place(file, result, total), residual(&row)));
            }
            out.totals.push(row);
            links.push(Link { total, parts: own, are_all });
        }
    }
    out.tightened.extend(tighten::bounds(&links));
}

fn place(file: &SourceFile, result: &FileResult, observation: &Observation) -> Place {
    let breakdown = &result.breakdowns[observation.breakdown];
    Place::cell(&file.path, &breakdown.sheet, observation.at.address(breakdown.csv))
}

fn reconcile(
    plan: &Plan,
    total: &Observation,
    breakdown: &Breakdown,
    parts: &[&Observation],
    parts_are_all: bool,
) -> Reconciliation {
    let over_all = |id: DimensionId| *total.coordinates[id].term.extent() == Extent::All;
    let parts_low = parts.iter().map(|part| part.certain()).sum();
    let parts_high = sum_high(parts.iter().map(|part| part.count.high));
    let (stated_low, stated_high) = (total.count.low, total.count.high);
    Reconciliation {
        total_id: total.id.clone(),
        breakdown_id: breakdown.id.clone(),
        parts: parts.len(),
        stated_low,
        stated_high,
        parts_low,
        parts_high,
        residual_low: stated_low.zip(parts_high).map(|(stated, parts)| stated - parts),
        residual_high: stated_high.map(|stated| stated - parts_low),
        sums_all: total.role == RowRole::Total && breakdown.split.without(plan.lexicon.period).iter().all(over_all),
        parts_are_all,
    }
}

fn residual(row: &Reconciliation) -> Kind {
    let span = |low: Option<i64>, high: Option<i64>| match (low, high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (low, high) => {
            let end = |bound: Option<i64>| bound.map_or_else(|| "unbounded".to_owned(), |b| b.to_string());
            format!("{} to {}", end(low), end(high))
        }
    };
    Kind::Residual {
        stated: span(row.stated_low, row.stated_high),
        parts: span(Some(row.parts_low), row.parts_high),
        residual: span(row.residual_low, row.residual_high),
    }
}
