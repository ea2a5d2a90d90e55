//! From chosen parts to figures: one-dimensional tables by force, with their totals, and their national sums.
//!
//! Nothing is hidden here but what the rules name; that is [`super::suppress`]'s work. Figures by force of periods too
//! short, or without dates, are made as well: they are in no public file, and must not follow from one either.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Unit;

use super::count::Count;
use super::source::{Frame, Part, Release, Scope, Whole};
use crate::config::{Disclosure, Published, Shown};

/// In `police_force`, all forces together; in `term`, all terms together.
pub(super) const ALL: &str = "all";
/// The dimension of figures that nothing splits.
pub(super) const TOTAL: &str = "total";
/// The rest of a stated total that its parts leave.
const UNEXPLAINED: &str = "unexplained";
const ACROSS: &str = "across bands";
const UNKNOWN: &str = "unknown";
const UNMAPPED: &str = "unmapped";

/// Which table a figure stands in, and where in it. Sorted so that the figures of one table are together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub request: String,
    pub scope: Scope,
    pub dimension: String,
    pub police_force: String,
    pub term: String,
}

impl Key {
    /// For a person: everything that tells it from others, and no count.
    pub(super) fn text(&self) -> String {
        let Scope { unit, count_basis, held, period, .. } = &self.scope;
        let held = held.join(", ");
        format!(
            "{}, {}, {unit} {count_basis}, {held}, {period}: {} = {}",
            self.request, self.police_force, self.dimension, self.term
        )
    }
}

/// One cell of the public tables.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub key: Key,
    pub count: Count,
    /// Whose counts it holds.
    pub forces: Vec<String>,
    /// The rules keep it out of public files altogether.
    pub withheld: bool,
    /// A small count of it may harm somebody.
    pub sensitive: bool,
    /// The rules hide it.
    pub small: bool,
    /// A national figure of one force only, whose own figure is hidden or withheld.
    pub lone: bool,
    /// The earlier file, by its position, that showed it with its present count.
    pub shown_before: Option<usize>,
    /// An earlier file hid it.
    pub hidden_before: bool,
}

impl Figure {
    pub(super) fn new(key: Key, count: Count, forces: Vec<String>) -> Self {
        Self {
            key,
            count,
            forces,
            withheld: false,
            sensitive: false,
            small: false,
            lone: false,
            shown_before: None,
            hidden_before: false,
        }
    }

    pub(super) fn is_national(&self) -> bool {
        self.key.police_force == ALL
    }
}

/// Everything that could be published of a release, sorted by key.
pub(super) fn of(release: &Release, rules: &Disclosure) -> duckdb::Result<Vec<Figure>> {
    let mut tables = Vec::new();
    for published in &rules.dimensions {
        tables.push(split(published, release.parts(published)?, release.wholes(&published.name)?));
    }
    Ok(figures(&tables, &release.totals()?, rules))
}

/// The counts of one dimension by force.
type ByForce = BTreeMap<Frame, BTreeMap<String, Count>>;

/// One dimension with its counts by force and how it is published.
struct Table<'a> {
    published: &'a Published,
    counts: ByForce,
}

/// Puts parts under the terms that are published, with their totals.
fn split(published: &Published, parts: Vec<Part>, wholes: Vec<Whole>) -> Table<'_> {
    let mut counts = ByForce::new();
    // Parts that may lie inside others are not published: a sum with them is open above.
    let mut nested: BTreeSet<Frame> = BTreeSet::new();
    let mut refused: BTreeSet<Frame> = BTreeSet::new();
    for part in parts {
        let term = published.term(&part);
        if part.low.is_some_and(|low| low < 0) {
            refused.insert(part.frame);
            continue;
        }
        let terms = counts.entry(part.frame.clone()).or_default();
        if part.may_be_inside {
            nested.insert(part.frame);
            terms.entry(term).or_default().open = true;
        } else {
            let count = part.low.map_or_else(Count::missing, |low| Count::between(low, part.high));
            terms.entry(term).or_default().add(&count);
        }
    }
    // A correction below zero is no count, and a table without it is another table.
    counts.retain(|frame, _| !refused.contains(frame));
    let wholes: BTreeMap<Frame, Whole> = wholes.into_iter().map(|whole| (whole.frame.clone(), whole)).collect();
    for (frame, terms) in &mut counts {
        terms.retain(|_, count| count.exact.is_some() || count.span.is_some());
        let mut sum = Count::default();
        for count in terms.values() {
            sum.add(count);
        }
        sum.open |= nested.contains(frame);
        let stated = wholes.get(frame).filter(|whole| whole.stated);
        let (total, rest) = whole(sum, stated);
        terms.insert(ALL.to_owned(), total);
        terms.extend(rest.map(|rest| (UNEXPLAINED.to_owned(), rest)));
    }
    counts.retain(|_, terms| terms.len() > 1);
    Table { published, counts }
}

/// The total of a force's parts, and what they leave of it.
fn whole(sum: Count, stated: Option<&Whole>) -> (Count, Option<Count>) {
    // Parts that certainly add to more are the better total.
    let Some(stated) = stated.filter(|stated| stated.high.is_none_or(|high| high >= sum.low())) else {
        return (Count { missing: false, open: sum.open || sum.missing, ..sum }, None);
    };
    // What a missing count has to do with the rest, nobody knows.
    let parts = Count { open: sum.missing, ..sum };
    let rest = parts
        .high()
        .filter(|high| *high < stated.low)
        .map(|high| Count::between(stated.low - high, stated.high.map(|stated| stated - parts.low())));
    (Count::between(stated.low, stated.high), rest)
}

impl Published {
    /// The term that a part is published under.
    fn term(&self, part: &Part) -> String {
        let Shown::Bands { bands, .. } = &self.shown else { return part.term.clone() };
        if [UNKNOWN, UNMAPPED].contains(&part.term.as_str()) {
            return part.term.clone();
        }
        let (Some(from), to) = part.ages else { return UNMAPPED.to_owned() };
        let holds = |band: i64, end: Option<u16>| {
            band <= from && end.is_none_or(|end| to.is_some_and(|to| to <= i64::from(end)))
        };
        let band = bands.iter().find(|(_, ages)| holds(i64::from(ages.from), ages.to));
        band.map_or_else(|| ACROSS.to_owned(), |(name, _)| name.clone())
    }

    /// Whether a small count of this term may harm somebody.
    fn is_sensitive(&self, term: &str) -> bool {
        match &self.shown {
            Shown::Terms { sensitive } => *sensitive && term != ALL,
            Shown::Bands { bands, sensitive_below } => match bands.iter().find(|(name, _)| name == term) {
                Some((_, ages)) => ages.from < *sensitive_below,
                None => [ACROSS, UNMAPPED, UNEXPLAINED].contains(&term),
            },
        }
    }
}

/// Figures by force with their national sums.
fn figures(tables: &[Table<'_>], totals: &[Whole], rules: &Disclosure) -> Vec<Figure> {
    let mut out = BTreeMap::new();
    let mut put = |frame: &Frame, dimension: &str, term: &str, count: Count, sensitive: bool| {
        let key = Key {
            request: frame.request.clone(),
            scope: frame.scope.clone(),
            dimension: dimension.to_owned(),
            police_force: frame.police_force.clone(),
            term: term.to_owned(),
        };
        let withheld = !is_shown_by_force(&frame.scope, rules);
        let small = count.missing || sensitive && count.touches(&rules.hidden_counts);
        let forces = vec![frame.police_force.clone()];
        out.insert(key.clone(), Figure { withheld, sensitive, small, ..Figure::new(key, count, forces) });
    };
    // The same total of a force in several tables is one.
    let mut known: BTreeMap<&Frame, Vec<Count>> = BTreeMap::new();
    for table in tables {
        for (frame, terms) in &table.counts {
            for (term, count) in terms {
                put(frame, &table.published.name, term, *count, table.published.is_sensitive(term));
            }
            known.entry(frame).or_default().push(terms[ALL]);
        }
    }
    for total in totals {
        let found = known.get(&total.frame).and_then(|counts| counts.iter().find(|count| count.low() == total.low));
        let count = match found {
            _ if total.stated || Some(total.low) == total.high => Count::between(total.low, total.high),
            Some(count) => *count,
            None => Count { open: true, ..Count::exactly(total.low) },
        };
        put(&total.frame, TOTAL, ALL, count, false);
    }
    let mut national: BTreeMap<Key, Figure> = BTreeMap::new();
    for figure in out.values() {
        let key = Key { police_force: ALL.to_owned(), ..figure.key.clone() };
        let sum = national.entry(key.clone()).or_insert_with(|| Figure::new(key, Count::default(), Vec::new()));
        sum.count.add(&Count { open: figure.count.open || figure.count.missing, ..figure.count });
        sum.count.missing = false;
        sum.forces.push(figure.key.police_force.clone());
        sum.lone = sum.forces.len() == 1 && (figure.small || figure.withheld);
    }
    out.extend(national);
    out.into_values().collect()
}

/// Whether the rules let figures of a period be shown by force.
fn is_shown_by_force(scope: &Scope, rules: &Disclosure) -> bool {
    let (Some(from), Some(to)) = (scope.from, scope.to) else { return false };
    from.until((Unit::Day, to)).is_ok_and(|days| days.get_days() + 1 >= rules.shortest_days_by_force)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_what_they_leave_make_the_stated_total() {
        let frame = || super::super::testing::frame("kent", "2015-04-01", "2016-03-31");
        let stated = |low, high| Whole { frame: frame(), stated: true, low, high };
        let range = Count::between(1, Some(4));
        let mut sum = Count::exactly(10);
        assert_eq!(whole(sum, None), (Count::exactly(10), None));
        assert_eq!(whole(sum, Some(&stated(13, Some(13)))), (Count::exactly(13), Some(Count::exactly(3))));
        assert_eq!(whole(sum, Some(&stated(9, Some(9)))), (Count::exactly(10), None));
        sum.add(&range);
        assert_eq!(whole(sum, Some(&stated(13, Some(13)))), (Count::exactly(13), None));
        assert_eq!(whole(sum, Some(&stated(20, Some(20)))), (Count::exactly(20), Some(Count::between(6, Some(9)))));
        sum.add(&Count::missing());
        assert_eq!(whole(sum, Some(&stated(20, Some(20)))).1, None);
    }
}
