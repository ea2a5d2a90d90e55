//! Stated totals against what other tables of the same force and request give for the same slice.
//!
//! A force often answers in several tables that cut the same cases differently. They are alternatives: only one of them
//! is used for a question. Where one states a total that another's figures cannot be, nobody can tell which of the two
//! is right; both are kept, and the pair is reported. A table's own parts are compared with its totals in
//! [`super::totals`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::config::Plan;
use crate::model::batch::Batch;
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Breakdown, Observation, RowRole};
use crate::model::place::Place;
use crate::model::reconciled::{Disagreement, Reconciled};
use crate::model::term::{DimensionId, Extent, Term};

/// What figures must share to speak of the same: request, force, unit, count basis, one term a dimension, period.
type Slice<'a> = (&'a str, &'a str, &'a str, &'a str, Vec<&'a Term>, &'a Term);

/// A figure of one breakdown.
struct Figure<'a> {
    breakdown: &'a Breakdown,
    low: i64,
    high: Option<i64>,
    /// Path of its file.
    path: &'a Arc<str>,
    /// The stated total and its place; absent for a sum of parts.
    stated: Option<(&'a str, Place)>,
}

pub(super) fn within_requests(plan: &Plan, batch: &Batch, out: &mut Reconciled) {
    let mut slices: BTreeMap<Slice<'_>, Vec<Figure<'_>>> = BTreeMap::new();
    for (file, result) in &batch.files {
        if !batch.is_current[file.return_index] {
            continue;
        }
        let request = &*batch.return_of(file).request;
        let mut members: Vec<Vec<&Observation>> = vec![Vec::new(); result.breakdowns.len()];
        for observation in &result.observations {
            members[observation.breakdown].push(observation);
        }
        for (breakdown, observations) in result.breakdowns.iter().zip(&members) {
            let slice = |terms, period| {
                let Breakdown { police_force, unit, count_basis, .. } = breakdown;
                (request, &**police_force, &**unit, &**count_basis, terms, period)
            };
            for total in observations.iter().filter(|o| o.role == RowRole::Total) {
                let Some(low) = total.count.low else { continue };
                let terms = total.coordinates.iter().map(|coordinate| &coordinate.term).collect();
                let place = Place::cell(&file.path, &breakdown.sheet, total.at.address(breakdown.csv));
                let stated = Some((total.id.as_str(), place));
                let figure = Figure { breakdown, low, high: total.count.high, path: &file.path, stated };
                slices.entry(slice(terms, &total.period)).or_default().push(figure);
            }
            for Sum { term, period, low } in margins(plan, breakdown, observations) {
                let mut terms: Vec<&Term> = breakdown.fixed.iter().collect();
                if let Some((dimension, term)) = term {
                    terms[dimension] = term;
                }
                // A table may leave out what another one has: its parts are at least so many.
                let figure = Figure { breakdown, low, high: None, path: &file.path, stated: None };
                slices.entry(slice(terms, period)).or_default().push(figure);
            }
        }
    }
    for figures in slices.into_values().filter(|figures| figures.len() > 1) {
        compare(&figures, out);
    }
    out.disagreements.sort();
}

/// The one term that narrows a sum.
type Narrowed<'a> = Option<(DimensionId, &'a Term)>;

/// What the parts of a breakdown add to, at least.
struct Sum<'a> {
    term: Narrowed<'a>,
    period: &'a Term,
    low: i64,
}

/// The parts of a breakdown by what they add to: everything, and each term of each dimension; of each period, and of
/// all.
fn margins<'a>(plan: &Plan, breakdown: &'a Breakdown, observations: &[&'a Observation]) -> Vec<Sum<'a>> {
    let mut sums: HashMap<(Narrowed<'_>, &Term), i64> = HashMap::new();
    let split: Vec<DimensionId> = breakdown.split.without(plan.lexicon.period).iter().collect();
    for part in observations.iter().copied().filter(|o| o.is_summand()) {
        let own_period = (part.period != breakdown.period_term).then_some(&part.period);
        let narrowed = split.iter().filter_map(|dimension| {
            let term = &part.coordinates[*dimension].term;
            let is_known = matches!(term.extent(), Extent::Leaves(_) | Extent::Ages(_) | Extent::Unknown);
            is_known.then_some(Some((*dimension, term)))
        });
        for term in narrowed.chain([None]) {
            for period in own_period.into_iter().chain([&breakdown.period_term]) {
                *sums.entry((term, period)).or_default() += part.certain();
            }
        }
    }
    let mut out: Vec<Sum<'a>> = sums.into_iter().map(|((term, period), low)| Sum { term, period, low }).collect();
    out.sort_by_key(|sum| (sum.term, sum.period));
    out
}

/// Reports each stated total with the first figure of another breakdown that it cannot be.
fn compare(figures: &[Figure<'_>], out: &mut Reconciled) {
    for total in figures {
        let Some((total_id, place)) = &total.stated else { continue };
        let exceeds = |one: &Figure<'_>, other: &Figure<'_>| one.high.is_some_and(|high| high < other.low);
        let differs = |other: &&Figure<'_>| {
            other.breakdown.id != total.breakdown.id && (exceeds(total, other) || exceeds(other, total))
        };
        // Of several, the one that differs most, so that it speaks for all.
        let gap = |other: &&Figure<'_>| (other.low - total.low).abs();
        let Some(other) = figures.iter().filter(differs).max_by_key(gap) else { continue };
        let span = |figure: &Figure<'_>| match figure.high {
            Some(high) if high == figure.low => high.to_string(),
            Some(high) => format!("{}..{high}", figure.low),
            None => format!("{} or more", figure.low),
        };
        let Breakdown { sheet, at, csv, .. } = other.breakdown;
        let elsewhere = Place::cell(other.path, sheet, at.address(*csv)).to_string();
        let kind = Kind::FiguresDisagree { stated: span(total), other: span(other), elsewhere };
        out.findings.push(Finding::new(place.clone(), kind));
        out.disagreements.push(Disagreement {
            total_id: (*total_id).to_owned(),
            breakdown_id: other.breakdown.id.clone(),
            stated_low: total.low,
            stated_high: total.high,
            other_low: other.low,
            other_high: other.high,
        });
    }
}
