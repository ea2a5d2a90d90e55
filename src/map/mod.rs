//! **map**: a table -> breakdowns and observations.
//!
//! The first step, [`context`], fixes period, offence, unit and count basis from cells, title, return and request, in
//! that order; then [`meaning`] resolves each label, [`figures`] reads each count, [`split`] gathers the counts into
//! breakdowns, and [`nesting`] says which of them may lie inside another.
//!
//! Must never match a label by likeness, invent a leaf, or turn a missing cell into 0.

mod context;
mod figures;
mod meaning;
mod nesting;
mod split;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::config::Plan;
use crate::lexicon::normal;
use crate::model::batch::{LabelMet, Meetings};
use crate::model::finding::{Finding, Kind};
use crate::model::grid::Grid;
use crate::model::observation::{Breakdown, Grain, Observation};
use crate::model::place::{At, Place};
use crate::model::returns::{Request, Return};
use crate::model::table::{Shape, Table};
use crate::model::term::{DimensionId, Term};

/// Where a table comes from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub plan: &'a Plan,
    pub request: &'a Request,
    pub record: &'a Return,
    pub file_id: &'a str,
    pub path: &'a Arc<str>,
    pub grid: &'a Grid,
}

impl Source<'_> {
    fn place(&self, at: At) -> Place {
        Place::cell(self.path, &self.grid.sheet, at.address(self.grid.csv))
    }
}

/// What a table means.
#[derive(Debug, Default)]
pub struct Mapped {
    pub breakdowns: Vec<Breakdown>,
    /// Their `breakdown` is an index into `breakdowns`.
    pub observations: Vec<Observation>,
    pub labels: BTreeMap<LabelMet, Meetings>,
    /// Labels already decided in this table, by dimension, text and header.
    known: HashMap<(DimensionId, Arc<str>, Arc<str>), Known>,
    pub findings: Vec<Finding>,
    pub rules_used: BTreeSet<String>,
    /// Counts that could not be loaded after all, for the ledger.
    pub set_aside: Vec<At>,
}

/// A label that was decided.
#[derive(Debug)]
struct Known {
    met: LabelMet,
    first: Place,
    times: u64,
    /// Absent if the label is to be ignored.
    term: Option<Term>,
}

/// Maps one table.
#[must_use]
pub fn table(source: Source<'_>, table: &Table) -> Mapped {
    let mut mapped = Mapped::default();
    let grain = match table.shape {
        Shape::Counts => Grain::Crosstab,
        Shape::Lines if table.grain.is_some() => table.grain.unwrap_or(Grain::Lists),
        Shape::Lines if source.record.grain.as_deref() == Some("record") => Grain::Record,
        Shape::Lines => Grain::Lists,
    };
    let mut context = context::of(source, table, &mut mapped);
    let mut read = figures::read(source, table, grain, &context, &mut mapped);
    context.settle_quarter(&figures::dated(source, &read));
    if grain == Grain::Lists && table.grain.is_none() {
        let place = source.place(table.first);
        mapped.findings.push(Finding::new(place, Kind::GrainUndeclared { lines: table.values.len() }));
    }
    split::gather(source, table, grain, &context, &mut read, &mut mapped);
    nesting::roles(grain, &mut mapped);
    let mut known: Vec<Known> = mapped.known.drain().map(|(_, known)| known).collect();
    // The same label may stand under two headers; sorted, so that the order of a hash does not show.
    known.sort_by(|a, b| (&a.met, &a.first).cmp(&(&b.met, &b.first)));
    for Known { met, first, times, .. } in known {
        mapped.labels.entry(met).or_insert(Meetings { times: 0, first }).times += times;
    }
    mapped
}

/// The most probable spelling mistakes of a label, for a person.
fn nearest(plan: &Plan, dimension: usize, raw: &str) -> Vec<String> {
    plan.lexicon.dimensions[dimension].labels.nearest(&normal::normalise(raw))
}
