//! Stated totals against their parts.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::batch::FileResult;
use crate::model::count::sum_high;
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Observation, RowRole};
use crate::model::place::{At, Place};
use crate::model::reconciled::{Reconciled, Reconciliation, Tightened};
use crate::model::returns::SourceFile;

/// Where a table's breakdowns stand together.
type Home = (Arc<str>, At);

pub(super) fn of_file(file: &SourceFile, result: &FileResult, out: &mut Reconciled) {
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
    let by_detail = |o: &Observation| o.role == RowRole::Subtotal && o.coordinates.iter().any(|c| c.detail.is_some());
    for total in result.observations.iter().filter(|o| o.role == RowRole::Total || by_detail(o)) {
        for breakdown in tables.get(&home(total)).into_iter().flatten() {
            if result.breakdowns[*breakdown].unit != result.breakdowns[total.breakdown].unit {
                continue;
            }
            let own: Vec<&Observation> = parts[breakdown].iter().copied().filter(|part| total.sums(part)).collect();
            if own.is_empty() {
                continue;
            }
            let row = reconcile(total, &result.breakdowns[*breakdown].id, &own);
            if row.status() == "residual" {
                out.findings.push(Finding::new(place(file, result, total), residual(&row)));
            }
            out.tightened.extend(tighten(total, &own));
            out.totals.push(row);
        }
    }
}

fn place(file: &SourceFile, result: &FileResult, observation: &Observation) -> Place {
    let breakdown = &result.breakdowns[observation.breakdown];
    Place::cell(&file.path, &breakdown.sheet, observation.at.address(breakdown.csv))
}

fn reconcile(total: &Observation, breakdown_id: &str, parts: &[&Observation]) -> Reconciliation {
    let parts_low = parts.iter().map(|part| part.certain()).sum();
    let parts_high = sum_high(parts.iter().map(|part| part.count.high));
    let (stated_low, stated_high) = (total.count.low, total.count.high);
    Reconciliation {
        total_id: total.id.clone(),
        breakdown_id: breakdown_id.to_owned(),
        parts: parts.len(),
        stated_low,
        stated_high,
        parts_low,
        parts_high,
        residual_low: stated_low.zip(parts_high).map(|(stated, parts)| stated - parts),
        residual_high: stated_high.map(|stated| stated - parts_low),
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

/// The upper bounds the total implies. Lower bounds would need proof that nothing is missing from the parts.
fn tighten(total: &Observation, parts: &[&Observation]) -> Vec<Tightened> {
    let Some(stated) = total.count.high else { return Vec::new() };
    let sum: i64 = parts.iter().map(|part| part.certain()).sum();
    let implied = |part: &&Observation| {
        let high = stated - (sum - part.certain());
        let low = part.count.low?;
        let lowers = part.role == RowRole::Part && part.count.high.is_none_or(|stated| high < stated) && high >= low;
        lowers.then(|| Tightened { observation_id: part.id.clone(), low, high, total_id: total.id.clone() })
    };
    parts.iter().filter_map(implied).collect()
}
