//! Stated totals against what other tables of the same force and request give for the same slice.
//!
//! A force often answers in several tables that cut the same cases differently. They are alternatives: only one of them
//! is used for a question, or several that share no case. Where one states a total that another's figures cannot be, or
//! that is less than several add to, nobody can tell which of them is right; all are kept, and what contradicts the
//! total is reported. A table's own parts are compared with its totals in [`super::totals`].

use std::collections::{BTreeMap, HashMap};

use super::members::Member;
use super::together::{Given, Together};
use crate::config::Plan;
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Breakdown, Observation, RowRole};
use crate::model::reconciled::{Chosen, Disagreement};
use crate::model::term::{DimensionId, Extent, Term};

/// What figures must share to speak of the same: request, force, unit, count basis, one term a dimension, period.
type Slice<'a> = (&'a str, &'a str, &'a str, &'a str, Vec<&'a Term>, &'a Term);

/// What one breakdown gives for a slice, or several that add up.
struct Figure<'a> {
    members: Vec<&'a Member<'a>>,
    low: i64,
    high: Option<i64>,
    /// The total itself, where it is stated and no sum.
    total: Option<&'a Observation>,
}

/// Each stated total that others contradict, with its finding. Needs what was chosen.
pub(super) fn within_requests(plan: &Plan, members: &[Member<'_>], chosen: &[Chosen]) -> Vec<(Disagreement, Finding)> {
    let together = Together::new(plan, members, chosen);
    let mut slices: BTreeMap<Slice<'_>, Vec<Figure<'_>>> = BTreeMap::new();
    for member in members {
        let Member { breakdown, request, observations, .. } = member;
        let slice = |terms, period| {
            let Breakdown { police_force, unit, count_basis, .. } = breakdown;
            (&***request, &**police_force, &**unit, &**count_basis, terms, period)
        };
        for total in observations.iter().copied().filter(|o| o.role == RowRole::Total) {
            let Some(low) = total.count.low else { continue };
            let terms = total.coordinates.iter().map(|coordinate| &coordinate.term).collect();
            let figure = Figure { members: vec![member], low, high: total.count.high, total: Some(total) };
            slices.entry(slice(terms, &total.period)).or_default().push(figure);
        }
        for Sum { term, period, low } in margins(plan, breakdown, observations) {
            let mut terms: Vec<&Term> = breakdown.fixed.iter().collect();
            if let Some((dimension, term)) = term {
                terms[dimension] = term;
            }
            // A table may leave out what another one has: its parts are at least so many.
            let figure = Figure { members: vec![member], low, high: None, total: None };
            slices.entry(slice(terms, period)).or_default().push(figure);
        }
    }
    slices.values().flat_map(|figures| compare(figures, &together)).collect()
}

/// The one term that narrows a sum.
pub(super) type Narrowed<'a> = Option<(DimensionId, &'a Term)>;

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

/// Each stated total of a slice that figures of other breakdowns contradict.
fn compare(figures: &[Figure<'_>], together: &Together<'_>) -> Vec<(Disagreement, Finding)> {
    let stated = figures.iter().filter_map(|figure| Some((figure, *figure.members.first()?, figure.total?)));
    stated.filter_map(|(figure, member, total)| contradicted(figure, member, total, figures, together)).collect()
}

/// The figure of other breakdowns that a stated total cannot be; of several the one that differs most, so that it
/// speaks for all.
fn contradicted(
    figure: &Figure<'_>,
    member: &Member<'_>,
    total: &Observation,
    same_slice: &[Figure<'_>],
    together: &Together<'_>,
) -> Option<(Disagreement, Finding)> {
    let sum = |Given { low, members }| Figure { members, low, high: None, total: None };
    let sums: Vec<Figure<'_>> = together.of(member, total).into_iter().map(sum).collect();
    let exceeds = |one: &Figure<'_>, other: &Figure<'_>| one.high.is_some_and(|high| high < other.low);
    let differs = |other: &&Figure<'_>| {
        let is_other = other.members.iter().any(|other| other.breakdown.id != member.breakdown.id);
        is_other && (exceeds(figure, other) || exceeds(other, figure))
    };
    let gap = |other: &&Figure<'_>| (other.low - figure.low).abs();
    let other = sums.iter().chain(same_slice).filter(differs).max_by_key(gap)?;
    let span = |figure: &Figure<'_>| match figure.high {
        Some(high) if high == figure.low => high.to_string(),
        Some(high) => format!("{}..{high}", figure.low),
        None => format!("{} or more", figure.low),
    };
    let elsewhere = other.members.iter().map(|other| other.place(other.breakdown.at).to_string()).collect();
    let apart = other.members.iter().all(|other| other.path != member.path);
    let kind = Kind::FiguresDisagree { stated: span(figure), other: span(other), elsewhere, apart };
    let disagreement = Disagreement {
        total_id: total.id.clone(),
        breakdown_ids: other.members.iter().map(|member| member.breakdown.id.clone()).collect(),
        stated_low: figure.low,
        stated_high: figure.high,
        other_low: other.low,
        other_high: other.high,
    };
    Some((disagreement, Finding::new(member.place(total.at), kind)))
}
