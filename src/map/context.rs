//! What holds for a whole table: from its titles, else the return, else the request.

use super::{Mapped, Source};
use crate::lexicon::{normal, period};
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::table::Table;
use crate::model::term::{Period, PeriodKind, Term};

/// The context of a table.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub period: Period,
    pub period_term: Term,
    /// How bare months and years of the table are read.
    pub reading: period::Context,
    /// What a quarter without a year, in a title or the sheet's name, may mean.
    pub quarters: Vec<Period>,
    /// One term a dimension: what title or request hold fixed, else `all`.
    pub fixed: Vec<Term>,
}

impl Context {
    /// Settles which quarter the table is of: the one reading that holds every dated figure. If several do, or none,
    /// the period is not known.
    pub(super) fn settle_quarter(&mut self, dated: &(impl Iterator<Item = Period> + Clone)) {
        if self.quarters.is_empty() {
            return;
        }
        let holds = |quarter: &&Period| dated.clone().all(|period| quarter.covers(period));
        let mut fitting = self.quarters.iter().filter(holds);
        self.period = match (fitting.next(), fitting.next()) {
            (Some(only), None) => *only,
            _ => Period { from: None, to: None, kind: PeriodKind::Quarter },
        };
        self.period_term = Term::period(self.period, "quarter, year not stated");
    }
}

pub(super) fn of(source: Source<'_>, table: &Table, mapped: &mut Mapped) -> Context {
    let Source { plan, request, .. } = source;
    let titled = table.titles.iter().find_map(|title| period::within(&normal::normalise(title)));
    let (found, term) = match titled {
        Some((found, words)) => (found, Term::period(found, &words)),
        None => (request.period, request.period_term.clone()),
    };
    if found.kind == PeriodKind::NotStated {
        mapped.findings.push(Finding::new(Place::sheet(source.path, &source.grid.sheet), Kind::PeriodNotStated));
    }
    let mut fixed = vec![Term::all(); plan.dimensions.len()];
    if let (Some(offence), Some(id)) = (&request.offence, plan.dimensions.iter().position(|d| d.name == "offence")) {
        fixed[id] = offence.clone();
    }
    let quarters = table
        .titles
        .iter()
        .map(|title| period::quarters_within(&normal::normalise(title), found))
        .find(|readings| !readings.is_empty())
        .unwrap_or_default();
    Context {
        quarters,
        period: found,
        period_term: term,
        reading: period::Context { bare_years: request.bare_years, asked: found },
        fixed,
    }
}
