//! The age labels of one table, looked at together: what one of them means may only show beside the others.
//!
//! - A bracket that a spreadsheet turned into a date (`Oct-19`), or that lost its dash (`1520`), is believed where it
//!   tiles its siblings: it overlaps none and adjoins one. A date without any bracket beside it is believed where a
//!   header or title names ages. All others stay unmapped.
//! - `over 18` means 18 too where its siblings hold everybody below 18 and none holds 18: every age, or a bracket that
//!   the vocabulary has a word for, as `juvenile` has 10-17 of suspects.
//! - Brackets that overlap in part or leave ages out are noticed, and nothing is repaired. One that lies inside
//!   another is for [`super::nesting`].
//!
//! The siblings of a table of counts are all its labels of one dimension; those of lines are the labels of one column.
//! Lines name the ages that occurred, so there an exact age beside a bracket, or a bracket nobody fell into, says
//! nothing.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::context::Context;
use super::{Mapped, Source, meaning};
use crate::lexicon::Grammar;
use crate::lexicon::age::Reading;
use crate::lexicon::resolve::{Decision, Resolution, age_term};
use crate::model::finding::{Finding, Kind};
use crate::model::observation::Grain;
use crate::model::table::{Attached, Standing, Table};
use crate::model::term::{Ages, DimensionId, Extent};

/// A label of ages, met for the first time.
struct Label<'t> {
    attached: &'t Attached,
    found: Resolution,
    /// It is one of the parts of the table, not a total or an `of which`.
    part: bool,
}

impl Label<'_> {
    fn ages(&self) -> Option<Ages> {
        match &self.found.decision {
            Decision::Term(term) => match term.extent() {
                Extent::Ages(ages) => Some(*ages),
                _ => None,
            },
            _ => None,
        }
    }

    fn reading(&self) -> Option<Reading> {
        self.found.doubted_age()
    }

    /// Read as a bracket that nobody wrote so.
    fn is_mended(&self) -> bool {
        matches!(self.reading(), Some(Reading::FromDate | Reading::DashLost))
    }
}

/// Decides the age labels that need their siblings, before the figures are read.
pub(super) fn settle(source: Source<'_>, table: &Table, grain: Grain, context: &Context, mapped: &mut Mapped) {
    for ((dimension, _), mut labels) in gather(source, table, grain, context) {
        let named = table.titles.iter().map(|title| &**title).any(|title| names(source, dimension, title));
        let mended = mend(source, grain, named, dimension, &mut labels, mapped);
        let gap = read_over(source, dimension, &mut labels, mapped);
        notice(source, grain, &labels, gap, mapped);
        for (label, _) in labels.into_iter().zip(mended).filter(|(label, mended)| *mended || label.reading().is_some())
        {
            meaning::know(source, label.attached, label.found, mapped);
        }
    }
}

/// The distinct age labels by the siblings they belong to, each group in the order of the table.
fn gather<'t>(
    source: Source<'_>,
    table: &'t Table,
    grain: Grain,
    context: &Context,
) -> BTreeMap<(DimensionId, Arc<str>), Vec<Label<'t>>> {
    let is_age = |id: DimensionId| source.plan.dimensions[id].grammar == Grammar::Interval;
    let mut groups: BTreeMap<(DimensionId, Arc<str>), Vec<Label<'t>>> = BTreeMap::new();
    let mut met = HashSet::new();
    for value in &table.values {
        let labels = value.labels.iter().filter(|label| is_age(label.dimension) && !label.raw.trim().is_empty());
        for attached in labels {
            if !met.insert((attached.dimension, &attached.raw, &attached.header)) {
                continue;
            }
            let column = if grain.is_lines() { attached.header.clone() } else { "".into() };
            let found = meaning::found(source, attached, context);
            let part = value.standing == Standing::Plain;
            groups.entry((attached.dimension, column)).or_default().push(Label { attached, found, part });
        }
    }
    groups
}

fn names(source: Source<'_>, dimension: DimensionId, words: &str) -> bool {
    source.plan.lexicon.recognise(words).header_of.contains(dimension)
}

fn is_bracket(ages: Ages) -> bool {
    ages.to != Some(ages.from)
}

fn adjoin(one: Ages, other: Ages) -> bool {
    one.to.is_some_and(|to| to + 1 == other.from) || other.to.is_some_and(|to| to + 1 == one.from)
}

/// Believes the brackets that tile, and leaves the others unmapped; says which labels it decided.
fn mend(
    source: Source<'_>,
    grain: Grain,
    titled: bool,
    dimension: DimensionId,
    labels: &mut [Label<'_>],
    mapped: &mut Mapped,
) -> Vec<bool> {
    let mended: Vec<bool> = labels.iter().map(Label::is_mended).collect();
    let siblings = labels.iter().filter(|label| !label.is_mended() && label.part).filter_map(Label::ages);
    let siblings: Vec<Ages> = siblings.filter(|ages| !grain.is_lines() || is_bracket(*ages)).collect();
    let candidates: Vec<Ages> = labels.iter().filter(|label| label.is_mended()).filter_map(Label::ages).collect();
    let tiling = tiling(&siblings, &candidates, grain);
    for label in labels.iter_mut().filter(|label| label.is_mended()) {
        let Some(ages) = label.ages() else { continue };
        let alone = siblings.is_empty();
        let named = titled || names(source, dimension, &label.attached.header);
        let clear = candidates.iter().all(|other| *other == ages || other.disjoint(ages));
        let from_date = label.reading() == Some(Reading::FromDate);
        let by = if tiling.contains(&ages) || alone && named && clear && candidates.iter().any(|o| adjoin(*o, ages)) {
            Some("tiles its siblings")
        } else if alone && named && clear && from_date {
            Some("a header or title names ages")
        } else {
            None
        };
        let (shown, read_as) = (label.attached.raw.to_string(), age_term(ages).name().to_string());
        let kind = match by {
            Some(by) => {
                label.found.rule = format!("{}, {by}", label.found.rule);
                if from_date { Kind::AgeFromDate { shown, read_as } } else { Kind::AgeDashLost { shown, read_as } }
            }
            None => {
                label.found.rule = String::new();
                label.found.decision = Decision::Unmapped { asked: false };
                Kind::AgeBracketUnproven { shown, read_as }
            }
        };
        mapped.findings.push(Finding::new(source.place(label.attached.at), kind));
    }
    mended
}

/// The candidates that overlap nothing and adjoin a sibling, or another candidate that does.
fn tiling(siblings: &[Ages], candidates: &[Ages], grain: Grain) -> Vec<Ages> {
    let same = |one: Ages, other: Ages| grain.is_lines() && one == other;
    let clear = |ages: &Ages| {
        siblings.iter().all(|other| same(*other, *ages) || other.disjoint(*ages))
            && candidates.iter().all(|other| other == ages || other.disjoint(*ages))
    };
    let mut open: Vec<Ages> = candidates.iter().copied().filter(clear).collect();
    let mut known = siblings.to_vec();
    loop {
        let tiles = |ages: &Ages| known.iter().any(|other| same(*other, *ages) || adjoin(*other, *ages));
        let (found, left): (Vec<Ages>, Vec<Ages>) = open.into_iter().partition(tiles);
        if found.is_empty() {
            return known.split_off(siblings.len());
        }
        known.extend(found);
        open = left;
    }
}

/// Reads `over 18` by its siblings; returns the age that is left out by all, if somebody is to look at it.
fn read_over(source: Source<'_>, dimension: DimensionId, labels: &mut [Label<'_>], mapped: &mut Mapped) -> Option<u16> {
    let over = |label: &Label<'_>| label.reading() == Some(Reading::Over);
    let others: Vec<Ages> = labels.iter().filter(|label| !over(label)).filter_map(Label::ages).collect();
    let has_word = |ages: &Ages| {
        let mut words = source.plan.lexicon.dimensions[dimension].labels.words();
        words.any(|extent| *extent == Extent::Ages(*ages))
    };
    let held = |age: u16| others.iter().any(|ages| ages.covers(Ages { from: age, to: Some(age) }));
    let mut gap = None;
    for label in labels.iter_mut().filter(|label| over(label)) {
        let Some(age) = label.ages().and_then(|ages| ages.from.checked_sub(1)) else { continue };
        if held(age) {
            continue;
        }
        let raw = label.attached.raw.to_string();
        let below: Vec<&Ages> =
            others.iter().filter(|ages| is_bracket(**ages) && ages.to.is_some_and(|to| to + 1 == age)).collect();
        let everybody = (0..age).all(held) || below.iter().any(|ages| has_word(ages));
        let kind = if !below.is_empty() && everybody {
            let term = age_term(Ages { from: age, to: None });
            label.found.rule = format!("{}, over tiles its siblings", label.found.rule);
            let read_as = term.name().to_string();
            label.found.decision = Decision::Term(term);
            Kind::AgeOverIncluded { raw, read_as }
        } else if !below.is_empty() {
            gap = Some(age);
            Kind::AgeOverLeavesOut { raw, age }
        } else {
            continue;
        };
        mapped.findings.push(Finding::new(source.place(label.attached.at), kind));
    }
    gap
}

/// Notices brackets that overlap in part, and ages between brackets that no label of a table of counts holds.
fn notice(source: Source<'_>, grain: Grain, labels: &[Label<'_>], known_gap: Option<u16>, mapped: &mut Mapped) {
    let parts = || labels.iter().filter(|label| label.part).filter_map(|label| Some((label.ages()?, label)));
    let mut brackets: Vec<(Ages, &Label<'_>)> = parts().filter(|(ages, _)| is_bracket(*ages)).collect();
    brackets.sort_by_key(|(ages, label)| (*ages, label.attached.at));
    brackets.dedup_by_key(|(ages, _)| *ages);
    let name = |ages: Ages| age_term(ages).name().to_string();
    let mut found = |label: &Label<'_>, kind| mapped.findings.push(Finding::new(source.place(label.attached.at), kind));
    for (at, (one, _)) in brackets.iter().enumerate() {
        for (other, label) in &brackets[at + 1..] {
            if !one.disjoint(*other) && !one.covers(*other) && !other.covers(*one) {
                found(label, Kind::AgeBracketsOverlap { one: name(*one), other: name(*other) });
            }
        }
    }
    if grain.is_lines() {
        return;
    }
    let held = |age: u16| parts().any(|(ages, _)| ages.covers(Ages { from: age, to: Some(age) }));
    let mut reached: Option<u16> = None;
    for (ages, label) in &brackets {
        let after = reached.map_or(ages.from, |reached| reached + 1);
        let missing: Vec<u16> = (after..ages.from).filter(|age| !held(*age) && known_gap != Some(*age)).collect();
        if let (Some(from), Some(to)) = (missing.first(), missing.last()) {
            found(label, Kind::AgeBracketsGap { ages: name(Ages { from: *from, to: Some(*to) }) });
        }
        let Some(to) = ages.to else { break };
        reached = reached.max(Some(to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ages(from: u16, to: u16) -> Ages {
        Ages { from, to: Some(to) }
    }

    #[test]
    fn a_bracket_tiles_where_it_overlaps_none_and_adjoins_one() {
        let open = Ages { from: 60, to: None };
        for (siblings, candidates, expected) in [
            (vec![ages(20, 29)], vec![ages(10, 19)], vec![ages(10, 19)]),
            (vec![ages(15, 19)], vec![ages(5, 9), ages(10, 14)], vec![ages(10, 14), ages(5, 9)]),
            (vec![open], vec![ages(50, 59)], vec![ages(50, 59)]),
            (vec![ages(18, 24)], vec![ages(10, 19)], vec![]),
            (vec![ages(30, 39)], vec![ages(10, 19)], vec![]),
            (vec![ages(20, 29)], vec![ages(10, 19), ages(11, 19)], vec![]),
            (vec![], vec![ages(5, 9), ages(10, 14)], vec![]),
        ] {
            assert_eq!(tiling(&siblings, &candidates, Grain::Crosstab), expected, "{siblings:?} {candidates:?}");
        }
    }

    #[test]
    fn in_lines_a_bracket_may_be_written_both_ways() {
        let (siblings, candidates) = ([ages(10, 19)], [ages(10, 19)]);
        assert!(tiling(&siblings, &candidates, Grain::Crosstab).is_empty());
        assert_eq!(tiling(&siblings, &candidates, Grain::Record), candidates);
    }
}
