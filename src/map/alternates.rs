//! Codes that some sources count inside another and some beside it.
//!
//! The Home Office lists an alternate offence as an `of which` row of the code it belongs to; forces mostly list it as
//! a row of its own. The vocabulary says of such a leaf where it may lie (`within`); which of the two a table means, the
//! tracker says for its return, or the totals of the table do: of all readings only the one that adds up can be meant.
//! A total may miss its parts by a little, so the reading decides that comes within a hundredth of it if the other does
//! not. Where nothing decides, the row counts for nothing in the low sum and in full in the high one.

use std::sync::Arc;

use super::nesting::inside;
use super::{Mapped, Source};
use crate::config::Dimension;
use crate::model::count::sum_high;
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Grain, Observation, RowRole};
use crate::model::returns::Nesting;
use crate::model::term::{Extent, Term};

/// A total that a reading misses by at most one part in so many is near enough.
const NEAR: i64 = 100;

pub(super) fn roles(source: Source<'_>, grain: Grain, mapped: &mut Mapped) {
    if grain != Grain::Crosstab {
        return;
    }
    for breakdown in 0..mapped.breakdowns.len() {
        let split = mapped.breakdowns[breakdown].split;
        for dimension in split.iter().filter(|id| *id < source.plan.dimensions.len()) {
            let vocabulary = &source.plan.dimensions[dimension];
            if vocabulary.leaves.iter().all(|leaf| leaf.within.is_none()) {
                continue;
            }
            let observations = &mapped.observations;
            let members: Vec<usize> =
                (0..observations.len()).filter(|at| observations[*at].breakdown == breakdown).collect();
            let holds =
                |outer: &Term, inner: &Term| home(vocabulary, inner).is_some_and(|home| home == *outer.extent());
            let mut pairs = inside(observations, &members, dimension, holds);
            pairs.retain(|(inner, _)| observations[*inner].count.high != Some(0));
            let Some((first, _)) = pairs.first().copied() else { continue };
            let place = source.place(observations[first].at);
            let label = observations[first].coordinates[dimension].term.name().to_string();
            let stated = source.record.nesting.map(|nesting| (nesting, "the tracker says so".to_owned()));
            let decided = stated.or_else(|| by_totals(source, observations, &members, &pairs));
            let role = match &decided {
                Some((Nesting::Beside, _)) => RowRole::Part,
                Some((Nesting::Inside, _)) => RowRole::OfWhich,
                None => RowRole::NestingUnstated,
            };
            if role != RowRole::Part {
                for (inner, outer) in pairs {
                    mapped.observations[inner].role = role;
                    mapped.observations[inner].part_of = Some(mapped.observations[outer].id.clone());
                }
            }
            let kind = match decided {
                Some((nesting, why)) => Kind::AlternateDecided { label, nesting, why },
                None => Kind::AlternateOpen { label },
            };
            mapped.findings.push(Finding::new(place, kind));
        }
    }
}

/// The leaves that the leaves of a term may lie within, if each of them may.
fn home(vocabulary: &Dimension, term: &Term) -> Option<Extent> {
    let Extent::Leaves(leaves) = term.extent() else { return None };
    let leaf = |id: &Arc<str>| vocabulary.leaves.iter().find(|leaf| leaf.id == *id)?.within.clone();
    let mut home: Vec<Arc<str>> = leaves.iter().map(leaf).collect::<Option<_>>()?;
    home.sort_unstable();
    home.dedup();
    (!home.is_empty()).then(|| Extent::Leaves(home.into()))
}

/// The reading that the totals of a breakdown prove, if all that decide prove the same.
fn by_totals(
    source: Source<'_>,
    observations: &[Observation],
    members: &[usize],
    pairs: &[(usize, usize)],
) -> Option<(Nesting, String)> {
    let is_inner = |at: &usize| pairs.iter().any(|(inner, _)| inner == at);
    let mut decided: Option<(Nesting, String)> = None;
    for total in members.iter().map(|at| &observations[*at]).filter(|o| o.role == RowRole::Total) {
        let summed: Vec<usize> = members
            .iter()
            .copied()
            .filter(|at| observations[*at].is_summand() && total.sums(&observations[*at]))
            .collect();
        if !summed.iter().any(is_inner) {
            continue;
        }
        let outer: Vec<usize> = summed.iter().copied().filter(|at| !is_inner(at)).collect();
        let (Some(beside), Some(inside)) = (misses(observations, total, &summed), misses(observations, total, &outer))
        else {
            continue;
        };
        let near = total.count.certain() / NEAR;
        let reading = match (beside, inside) {
            (0, 1..) => Nesting::Beside,
            (1.., 0) => Nesting::Inside,
            (beside, inside) if beside <= near && inside > near => Nesting::Beside,
            (beside, inside) if inside <= near && beside > near => Nesting::Inside,
            _ => continue,
        };
        match &decided {
            Some((other, _)) if *other != reading => return None,
            Some(_) => {}
            None => decided = Some((reading, format!("the total at {} says so", source.place(total.at)))),
        }
    }
    decided
}

/// By how much parts miss their total: 0 if they may add to it; `None` if nothing bounds them.
fn misses(observations: &[Observation], total: &Observation, parts: &[usize]) -> Option<i64> {
    let (low, high) = (total.count.low?, total.count.high?);
    let least: i64 = parts.iter().map(|at| observations[*at].certain()).sum();
    let most = sum_high(parts.iter().map(|at| observations[*at].count.high))?;
    Some((least - high).max(low - most).max(0))
}
