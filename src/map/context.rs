//! What holds for a whole table: from its titles, else the return, else the request.

use std::sync::Arc;

use super::{Mapped, Source};
use crate::lexicon::age::Reading;
use crate::lexicon::{Decision, LabelContext, normal, period, span, titles};
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::table::Table;
use crate::model::term::{DimensionId, Extent, Period, PeriodKind, Term};

/// What the letter says holds where nothing nearer speaks.
const AS_ASKED: &str = "as the letter asks, in request.toml";

/// A dimension that a title holds fixed.
struct Held {
    dimension: DimensionId,
    term: Term,
    /// Which title, and the rule that says what it means.
    by: String,
}

/// The context of a table.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The force of the table, or the set of forces of its return.
    pub police_force: Arc<str>,
    pub period: Period,
    pub period_term: Term,
    /// How bare months and years of the table are read.
    pub reading: period::Context,
    /// What a quarter without a year, in a title or the sheet's name, may mean.
    pub quarters: Vec<Period>,
    /// One term a dimension: what title or request hold fixed, else `all`.
    pub fixed: Vec<Term>,
    /// What holds a dimension fixed, as a clause.
    pub held_by: Vec<(DimensionId, String)>,
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

pub(super) fn of(source: Source<'_>, table: &Table, police_force: Arc<str>, mapped: &mut Mapped) -> Context {
    let Source { plan, request, .. } = source;
    let until = span::day(&normal::normalise(&source.record.extracted));
    let reading = period::Context { bare_years: request.bare_years, asked: request.period, until };
    let titles: Vec<String> = table.titles.iter().map(|title| normal::normalise(title)).collect();
    let mut held_by = Vec::new();
    let (found, term) = match titles.iter().find_map(|title| titles::within(title, reading)) {
        Some((found, words)) => {
            if let Some(readings) = period::readings(&words).filter(|_| found.from.is_none()) {
                let kind = Kind::period_ambiguous(&words, readings);
                mapped.findings.push(Finding::new(Place::sheet(source.path, &source.grid.sheet), kind));
            }
            held_by.push((plan.lexicon.period, format!("the words `{words}` of a title or of the sheet's name")));
            (found, Term::period(found, &words))
        }
        // A letter may ask for all there is until today: what a force sends ends when it drew its figures.
        None => match span::ended(request.period, until) {
            ended if ended == request.period => {
                held_by.push((plan.lexicon.period, AS_ASKED.to_owned()));
                (ended, request.period_term.clone())
            }
            ended => {
                let until = "as the letter asks, until the day on which the force drew its figures";
                held_by.push((plan.lexicon.period, until.to_owned()));
                (ended, Term::period(ended, ""))
            }
        },
    };
    if found.kind == PeriodKind::NotStated {
        mapped.findings.push(Finding::new(Place::sheet(source.path, &source.grid.sheet), Kind::PeriodNotStated));
    }
    let mut fixed = vec![Term::all(); plan.dimensions.len()];
    if let (Some(offence), Some(id)) = (&request.offence, plan.offence()) {
        fixed[id] = offence.clone();
        held_by.push((id, AS_ASKED.to_owned()));
    }
    for Held { dimension, term, by } in held_by_titles(source, &titles, &police_force, mapped) {
        fixed[dimension] = term;
        held_by.retain(|(held, _)| *held != dimension);
        held_by.push((dimension, by));
    }
    let quarters = titles
        .iter()
        .map(|title| titles::quarters_within(title, found))
        .find(|readings| !readings.is_empty())
        .unwrap_or_default();
    let reading = period::Context { asked: found, ..reading };
    Context { police_force, quarters, period: found, period_term: term, reading, fixed, held_by }
}

/// What titles hold fixed: a title that is itself a label of one dimension (`Female victims`), the nearest first.
fn held_by_titles(source: Source<'_>, titles: &[String], police_force: &str, mapped: &mut Mapped) -> Vec<Held> {
    let Source { plan, request, record, .. } = source;
    let unit = record.unit.as_ref().unwrap_or(&request.unit);
    let unit = plan.units.iter().position(|known| known == unit);
    let mut held: Vec<Held> = Vec::new();
    for title in titles {
        let may_be = plan.lexicon.recognise(title).label_of.without(plan.lexicon.period);
        let Some(dimension) = plan.lexicon.for_unit(may_be, unit).single() else { continue };
        if held.iter().any(|already| already.dimension == dimension) {
            continue;
        }
        let context =
            LabelContext { force: police_force, request: &request.id, header: "", period: period::Context::NONE };
        let found = plan.lexicon.resolve(dimension, title, context);
        // A sheet named `Oct-19` is of a month.
        let mended = matches!(found.doubted_age(), Some(Reading::FromDate | Reading::DashLost));
        if let Decision::Term(term) = found.decision
            && !mended
            && matches!(term.extent(), Extent::Leaves(_) | Extent::Ages(_))
        {
            let by = format!("the title `{title}`, by {}", found.rule);
            mapped.rules_used.extend(Some(found.rule).filter(|rule| rule.contains(".csv:")));
            held.push(Held { dimension, term, by });
        }
    }
    held
}
