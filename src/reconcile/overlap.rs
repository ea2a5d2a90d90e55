//! Figures of different requests about the same force and overlapping time: never added, always shown together; a
//! part larger than its whole is a contradiction (law 4).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::members::Member;
use crate::config::Plan;
use crate::model::count::sum_high;
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Breakdown, Observation};
use crate::model::place::Place;
use crate::model::reconciled::{Overlap, Reconciled, Relation, Side, Slice};
use crate::model::term::{Extent, Term};

/// Figures by force and slice, each with the offence it is about.
type Sides = BTreeMap<(Arc<str>, Slice), Vec<(Term, Side)>>;

pub(super) fn between_requests(plan: &Plan, members: &[Member<'_>], out: &mut Reconciled) {
    let offence = plan.offence();
    let mut sides: Sides = BTreeMap::new();
    let is_whole = |member: &&Member<'_>| member.breakdown.narrowed(plan.context_dimensions()).is_empty();
    for Member { request, path, breakdown, observations } in members.iter().filter(is_whole) {
        let about = offence.map_or_else(Term::all, |id| breakdown.fixed[id].clone());
        let place = Place::sheet(path, &breakdown.sheet);
        for (slice, low, high, stated) in figures(plan, breakdown, observations) {
            let side = Side {
                request: (*request).clone(),
                unit: breakdown.unit.clone(),
                count_basis: breakdown.count_basis.clone(),
                period: breakdown.period,
                low,
                high,
                stated,
                breakdown_id: breakdown.id.clone(),
                place: place.clone(),
            };
            let same = sides.entry((breakdown.police_force.clone(), slice)).or_default();
            keep_best(same, about.clone(), side);
        }
    }
    for ((police_force, slice), same) in sides {
        for (at, (offence, one)) in same.iter().enumerate() {
            for (other_offence, other) in &same[at + 1..] {
                if one.request == other.request || offence.extent().disjoint(other_offence.extent()) {
                    continue;
                }
                let Some(relation) = relation(one, other) else { continue };
                let (police_force, slice) = (police_force.clone(), slice.clone());
                let (one, other) = (one.clone(), other.clone());
                let overlap = Overlap { police_force, offence: offence.name().clone(), slice, one, other, relation };
                out.findings.extend(contradiction(&overlap));
                out.overlaps.push(overlap);
            }
        }
    }
    out.overlaps.sort();
}

/// One figure a request, unit, basis and period: a stated one, then the narrowest, then the lowest id.
fn keep_best(same: &mut Vec<(Term, Side)>, offence: Term, side: Side) {
    let rank =
        |side: &Side| (!side.stated, side.high.map_or(i64::MAX, |high| high - side.low), side.breakdown_id.clone());
    let twin = same.iter_mut().find(|(about, other)| {
        *about == offence
            && (&other.request, &other.unit, &other.count_basis, other.period)
                == (&side.request, &side.unit, &side.count_basis, side.period)
    });
    match twin {
        Some(twin) if rank(&side) < rank(&twin.1) => *twin = (offence, side),
        Some(_) => {}
        None => same.push((offence, side)),
    }
}

/// The whole of a breakdown, and its slices where one dimension splits it.
fn figures(plan: &Plan, breakdown: &Breakdown, observations: &[&Observation]) -> Vec<(Slice, i64, Option<i64>, bool)> {
    let sum = |parts: &[&&Observation]| {
        (parts.iter().map(|o| o.certain()).sum::<i64>(), sum_high(parts.iter().map(|o| o.count.high)))
    };
    let parts: Vec<&&Observation> = observations.iter().filter(|o| o.is_summand()).collect();
    let mut out = Vec::new();
    match observations.iter().find(|o| breakdown.is_whole(o, plan.lexicon.period)) {
        Some(total) => out.extend(total.count.low.map(|low| (None, low, total.count.high, true))),
        None => {
            let (low, high) = sum(&parts);
            out.push((None, low, high, false));
        }
    }
    if let Some(dimension) = breakdown.split.single().filter(|id| *id != plan.lexicon.period) {
        let mut by_term: BTreeMap<&Term, Vec<&&Observation>> = BTreeMap::new();
        for part in parts {
            by_term.entry(&part.coordinates[dimension].term).or_default().push(part);
        }
        for (term, parts) in by_term {
            if matches!(term.extent(), Extent::Leaves(_) | Extent::Ages(_)) {
                let (low, high) = sum(&parts);
                out.push((Some((dimension, term.clone())), low, high, true));
            }
        }
    }
    out
}

/// How two sides stand; `None` if nothing says that they share any time.
fn relation(one: &Side, other: &Side) -> Option<Relation> {
    let dated = |side: &Side| side.period.from.is_some();
    if !dated(one) || !dated(other) || one.period.disjoint(other.period) {
        return None;
    }
    if one.unit != other.unit || one.count_basis != other.count_basis {
        return Some(Relation::DifferentUnit);
    }
    let exceeds = |part: &Side, whole: &Side| whole.high.is_some_and(|high| part.low > high);
    Some(match (one.period.covers(other.period), other.period.covers(one.period)) {
        (true, true) => Relation::Restated,
        (true, false) if exceeds(other, one) => Relation::Contradiction,
        (false, true) if exceeds(one, other) => Relation::Contradiction,
        (true, false) | (false, true) => Relation::Consistent,
        (false, false) => Relation::PartlyShared,
    })
}

fn contradiction(overlap: &Overlap) -> Option<Finding> {
    if overlap.relation != Relation::Contradiction {
        return None;
    }
    let inner_is_one = overlap.other.period.covers(overlap.one.period);
    let (part, whole) = if inner_is_one { (&overlap.one, &overlap.other) } else { (&overlap.other, &overlap.one) };
    let slice = overlap.slice.as_ref().map_or_else(|| "in all".to_owned(), |(_, term)| format!("`{}`", term.name()));
    let say = |side: &Side| {
        let day = |date: Option<jiff::civil::Date>| date.map_or_else(|| "..".to_owned(), |d| d.to_string());
        let span = format!("{} to {}", day(side.period.from), day(side.period.to));
        let high = side.high.filter(|high| *high != side.low).map_or_else(String::new, |high| format!("..{high}"));
        format!("{}{high} {slice} of `{}` from {span} in `{}`", side.low, overlap.police_force, side.request)
    };
    Some(Finding::new(part.place.clone(), Kind::Contradiction { part: say(part), whole: say(whole) }))
}
