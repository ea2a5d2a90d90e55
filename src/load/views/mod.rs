//! The questions people ask, as views and macros generated from the dimensions.
//!
//! `partition` names a set of rows that are disjoint and add to the whole; `denominator` names what the fractions are
//! of. Every view keeps requests, units, count bases and periods apart, and lists the observations behind a row.

mod base;
mod intervals;
mod sets;

use std::collections::BTreeMap;

use crate::config::{Dimension, Plan};
use crate::lexicon::Grammar;

/// What every view is keyed by: figures that differ here are never added. Besides the columns every request has, what
/// requests and titles hold fixed: the offence.
fn key(plan: &Plan) -> Vec<String> {
    let held = plan.held_dimensions().iter().map(|id| plan.dimensions[id].name.clone());
    ["request", "unit", "count_basis"].map(str::to_owned).into_iter().chain(held).chain(["period".to_owned()]).collect()
}

/// The key as a list of columns with the period's dates, and as the condition that two relations agree on it.
struct Key {
    columns: String,
    names: Vec<String>,
}

impl Key {
    fn of(plan: &Plan) -> Self {
        let names = key(plan);
        Self { columns: format!("{}, period_from, period_to", names.join(", ")), names }
    }
    fn prefixed(&self, alias: &str) -> String {
        self.names.iter().map(|name| format!("{alias}.{name}")).collect::<Vec<_>>().join(", ")
    }
    fn agree(&self, one: &str, other: &str) -> String {
        self.names.iter().map(|name| format!("{one}.{name} = {other}.{name}")).collect::<Vec<_>>().join(" AND ")
    }
}

/// The columns that say what an observation is a count of.
fn meaning(plan: &Plan) -> Vec<String> {
    let terms = plan.dimensions.iter().filter(|dimension| dimension.grammar != Grammar::Period).flat_map(|dimension| {
        let given = dimension.refined.then(|| format!("{}_given", dimension.name));
        [Some(dimension.name.clone()), given].into_iter().flatten()
    });
    ["request", "police_force", "unit", "count_basis", "row_role"]
        .map(str::to_owned)
        .into_iter()
        .chain(terms)
        .chain(["period".to_owned()])
        .collect()
}

/// All views and macros.
pub(super) fn sql(plan: &Plan) -> String {
    let key = Key::of(plan);
    let mut out = base::sql(&key, &meaning(plan));
    for dimension in shared(plan) {
        out += &sets::shares(dimension, &key);
    }
    for (family, dimensions) in families(plan) {
        out += &intervals::counts(&family, &dimensions, &key);
    }
    for dimension in held(plan) {
        out += &sets::series(&dimension.name, &key);
    }
    for dimension in shared(plan) {
        out += &sets::leaves_macro(&dimension.name, &key);
    }
    out
}

/// Dimensions of codes that split counts, rather than being held by the request.
pub(super) fn shared(plan: &Plan) -> impl Iterator<Item = &Dimension> {
    plan.dimensions.iter().filter(|d| d.grammar == Grammar::Codes && !d.fixed_when_constant)
}

/// Dimensions of codes that a request or a title holds fixed.
fn held(plan: &Plan) -> impl Iterator<Item = &Dimension> {
    plan.dimensions.iter().filter(|d| d.grammar == Grammar::Codes && d.fixed_when_constant)
}

/// Interval dimensions by the family they belong to: ages of victims and of suspects answer the same questions.
pub(super) fn families(plan: &Plan) -> BTreeMap<String, Vec<&str>> {
    let mut out: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for dimension in plan.dimensions.iter().filter(|dimension| dimension.grammar == Grammar::Interval) {
        out.entry(dimension.family.clone()).or_default().push(&dimension.name);
    }
    out
}

/// The smaller of two upper bounds as SQL: NULL is unbounded.
fn at_most(one: &str, other: &str) -> String {
    format!("CASE WHEN {other} < {one} OR {one} IS NULL THEN {other} ELSE {one} END")
}
