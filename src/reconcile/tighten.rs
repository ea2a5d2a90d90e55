//! What stated totals imply for the counts they sum, beside what is stated of these themselves.
//!
//! No part is larger than its total less the least that the other parts are. If the parts are known to be all of the
//! total ([`are_all`]), none is smaller than the total less the most that the others are. A table may state a total of
//! each row and of each column, and what one implies may let another imply more, so all of them are asked again until
//! nothing changes: bound propagation, as for any set of sums over intervals.

use std::collections::{BTreeSet, HashMap};

use crate::config::Plan;
use crate::model::count::{Status, sum_high};
use crate::model::observation::{Observation, RowRole};
use crate::model::reconciled::Tightened;
use crate::model::term::{Ages, DimensionId, Extent};

/// How often the totals of a file are asked; each time tightens, and no table we know needs more than a few.
const MOST_ROUNDS: usize = 20;

/// A total with the parts it sums.
pub(super) struct Link<'a> {
    pub total: &'a Observation,
    pub parts: Vec<&'a Observation>,
    pub are_all: bool,
}

/// Whether the parts are known to be all of their total: a total of their own table, two parts or more that count
/// nothing twice and withhold no reason, and
///
/// - their ages go from the youngest to an open end without a gap, with a part for those of unknown age, or
/// - what they may be reaches the total. A count that is withheld without a bound reaches no further than
///   `small-count` of `config/pipeline.toml`: what is withheld is small.
///
/// A list of some figures beside a total, as letters give it, is none of this: the rest may be anything.
pub(super) fn are_all(plan: &Plan, total: &Observation, parts: &[&Observation]) -> bool {
    let is_counted = |part: &&Observation| {
        let counted = matches!(&part.count.status, Status::Exact | Status::ProvenZero)
            || matches!(&part.count.status, Status::Bounded(_)) && !part.count.is_relative();
        part.role == RowRole::Part && part.breakdown == total.breakdown && counted
    };
    let (Some(low), Some(high)) = (total.count.low, total.count.high) else { return false };
    if total.role != RowRole::Total || parts.len() < 2 || !parts.iter().all(is_counted) {
        return false;
    }
    let certain: i64 = parts.iter().map(|part| part.certain()).sum();
    if certain > high {
        return false;
    }
    if parts.iter().all(|part| part.count.high.is_some()) || !tile(plan, total, parts) {
        let small = plan.settings.small_count;
        let reach = |part: &&Observation| part.count.high.unwrap_or_else(|| part.certain().max(small));
        return parts.iter().map(reach).sum::<i64>() >= low;
    }
    true
}

/// Whether parts differ by their ages alone, and these leave out nobody, those of unknown age included.
fn tile(plan: &Plan, total: &Observation, parts: &[&Observation]) -> bool {
    let is_split = |id: &DimensionId| {
        let all = *total.coordinates[*id].term.extent() == Extent::All;
        all && parts.iter().any(|part| *part.coordinates[*id].term.extent() != Extent::All)
    };
    let split: Vec<DimensionId> = (0..plan.dimensions.len()).filter(is_split).collect();
    let [only] = split.as_slice() else { return false };
    let mut ages: Vec<Ages> = Vec::new();
    let mut has_unknown = false;
    for part in parts {
        match part.coordinates[*only].term.extent() {
            Extent::Ages(own) => ages.push(*own),
            Extent::Unknown => has_unknown = true,
            _ => return false,
        }
    }
    ages.sort_unstable();
    let adjoin = ages.windows(2).all(|pair| pair[0].to.is_some_and(|to| to + 1 == pair[1].from));
    has_unknown
        && adjoin
        && ages.first().is_some_and(|youngest| youngest.from == 0)
        && ages.last().is_some_and(|a| a.to.is_none())
}

/// Bounds of one count, with the totals they rest on.
#[derive(Debug, Clone)]
struct Bounds<'a> {
    low: i64,
    high: Option<i64>,
    totals: BTreeSet<&'a str>,
}

/// Every bound that the totals of a file imply and the count itself does not state.
pub(super) fn bounds(links: &[Link<'_>]) -> Vec<Tightened> {
    let open = |part: &&Observation| part.count.high.is_none_or(|high| part.count.low != Some(high));
    let links: Vec<&Link<'_>> = links.iter().filter(|link| link.parts.iter().any(open)).collect();
    let mut known: HashMap<&str, Bounds<'_>> = HashMap::new();
    for part in links.iter().flat_map(|link| &link.parts) {
        let bounds = Bounds { low: part.certain(), high: part.count.high, totals: BTreeSet::new() };
        known.entry(&part.id).or_insert(bounds);
    }
    for _ in 0..MOST_ROUNDS {
        let mut changed = false;
        for link in &links {
            changed |= ask(link, &mut known);
        }
        if !changed {
            break;
        }
    }
    let mut out: Vec<Tightened> = known
        .into_iter()
        .filter(|(_, bounds)| !bounds.totals.is_empty())
        .filter_map(|(id, bounds)| {
            let totals = bounds.totals.iter().map(|total| (*total).to_owned()).collect();
            Some(Tightened { observation_id: id.to_owned(), low: bounds.low, high: bounds.high?, totals })
        })
        .collect();
    out.sort();
    out
}

/// What one total implies for its parts; whether that is news.
fn ask<'a>(link: &Link<'a>, known: &mut HashMap<&'a str, Bounds<'a>>) -> bool {
    let least: i64 = link.parts.iter().map(|part| known[part.id.as_str()].low).sum();
    let most = link.are_all.then(|| sum_high(link.parts.iter().map(|part| known[part.id.as_str()].high))).flatten();
    let mut changed = false;
    for part in link.parts.iter().filter(|part| may_tighten(part)) {
        let own = &known[part.id.as_str()];
        let high = link.total.count.high.map(|total| total - (least - own.low));
        let low = most.zip(own.high).zip(link.total.count.low).map(|((most, high), total)| total - (most - high));
        let news_high = high.filter(|high| own.high.is_none_or(|known| *high < known) && *high >= own.low);
        let news_low = low.filter(|low| *low > own.low && own.high.is_none_or(|high| *low <= high));
        if news_high.is_none() && news_low.is_none() {
            continue;
        }
        let own = known.get_mut(part.id.as_str()).expect("it was found above");
        own.high = news_high.or(own.high);
        // Bounds that cross come of totals that contradict each other; neither is followed.
        own.low = news_low.filter(|low| own.high.is_none_or(|high| *low <= high)).unwrap_or(own.low);
        own.totals.insert(&link.total.id);
        changed = true;
        // The sums above hold the old bounds: still true, only wider. The next round has the new ones.
    }
    changed
}

/// A count that is withheld, or open. What may lie inside another part is no part of the sum, and a count that is
/// missing for a reason is not there to be bounded.
fn may_tighten(part: &Observation) -> bool {
    part.role == RowRole::Part && (part.count.low.is_some() || part.count.is_open())
}
