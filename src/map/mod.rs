//! **map**: a table -> breakdowns and observations.
//!
//! The first steps, [`force`] and [`context`], fix whose figures they are, period, offence, unit and count basis from
//! cells, title, return and request, in that order. Then [`siblings`] settles the age labels that need their
//! neighbours, [`meaning`] resolves each label, [`figures`] reads each count, [`split`] gathers the counts into
//! breakdowns, [`nesting`] and [`alternates`] say which of them may lie inside another, and [`zeros`] which of the open
//! ones a total proves to be none.
//!
//! Must never match a label by likeness, invent a leaf, or turn a missing cell into 0.

mod alternates;
mod blanks;
mod context;
mod counts;
mod figures;
mod force;
mod grain;
mod meaning;
mod nesting;
mod siblings;
mod split;
mod statistics;
mod zeros;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::config::Plan;
use crate::model::batch::{LabelMet, Meetings};
use crate::model::finding::{Finding, Kind};
use crate::model::grid::Grid;
use crate::model::observation::{Breakdown, Grain, Observation, StatedFigure};
use crate::model::place::{At, Place};
use crate::model::returns::{Request, Return};
use crate::model::table::Table;
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
    pub figures: Vec<StatedFigure>,
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

/// Maps the tables of a file, in their order. All at once, because one may prove what the lines of another are.
#[must_use]
pub fn tables(tables: &[(Source<'_>, &Table)]) -> Vec<Mapped> {
    let forces: Vec<Result<Arc<str>, Kind>> = tables.iter().map(|(source, table)| force::of(*source, table)).collect();
    let settled = tables.iter().zip(&forces).map(|((source, table), force)| match force {
        Ok(force) => grain::declared(*source, table).map(|grain| self::table(*source, table, grain, force)),
        Err(kind) => Some(aside(*source, table, kind)),
    });
    let mut settled: Vec<Option<Mapped>> = settled.collect();
    let stated: Vec<(Source<'_>, &Mapped)> =
        tables.iter().zip(&settled).filter_map(|((source, _), mapped)| Some((*source, mapped.as_ref()?))).collect();
    let undeclared = (0..tables.len()).filter(|at| settled[*at].is_none());
    let lines = |at: usize| {
        let ((source, table), force) = (tables[at], forces[at].as_ref().ok()?);
        Some((at, grain::of_lines(source, table, force, &stated)))
    };
    let lines: Vec<(usize, Mapped)> = undeclared.filter_map(lines).collect();
    for (at, mapped) in lines {
        settled[at] = Some(mapped);
    }
    settled.into_iter().map(Option::unwrap_or_default).collect()
}

/// A table of which nothing is loaded.
fn aside(source: Source<'_>, table: &Table, kind: &Kind) -> Mapped {
    let inside = |at: &At| {
        (table.first.row..=table.last.row).contains(&at.row) && (table.first.col..=table.last.col).contains(&at.col)
    };
    let set_aside = source.grid.cells().iter().map(|cell| cell.at).filter(inside).collect();
    let findings = vec![Finding::new(source.place(table.first), kind.clone())];
    Mapped { findings, set_aside, ..Mapped::default() }
}

/// Maps one table.
fn table(source: Source<'_>, table: &Table, grain: Grain, police_force: &Arc<str>) -> Mapped {
    let mut mapped = Mapped::default();
    let mut context = context::of(source, table, police_force.clone(), &mut mapped);
    siblings::settle(source, table, grain, &context, &mut mapped);
    let mut read = figures::read(source, table, grain, &context, &mut mapped);
    statistics::read(source, table, &context, &mut mapped);
    context.settle_quarter(&figures::dated(source, &read));
    split::gather(source, table, grain, &context, &mut read, &mut mapped);
    nesting::roles(grain, &mut mapped);
    alternates::roles(source, grain, &mut mapped);
    zeros::prove(source, &mut mapped);
    // A label that siblings settled may stand only beside one whose counts are ignored.
    let mut known: Vec<Known> = mapped.known.drain().map(|(_, known)| known).filter(|known| known.times > 0).collect();
    // The same label may stand under two headers; sorted, so that the order of a hash does not show.
    known.sort_by(|a, b| (&a.met, &a.first).cmp(&(&b.met, &b.first)));
    for Known { met, first, times, .. } in known {
        mapped.labels.entry(met).or_insert(Meetings { times: 0, first }).times += times;
    }
    mapped
}
