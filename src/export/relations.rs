//! From figures to the sums between them, as an attentive reader would write them down.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::count::{Count, Span};
use super::earlier::{Earlier, Identity, identity};
use super::figures::{ALL, Figure, Key};
use super::source::Scope;
use super::system::{Equation, Id, System, Variable};

/// How many ways to put a period together from others are followed up.
const MOST_WAYS: usize = 32;

/// The system, and which figures its variables stand for.
#[derive(Debug)]
pub(super) struct Model {
    pub system: System,
    /// The variable of the exact part of each figure.
    pub exact: Vec<Option<Id>>,
    /// Figures by the variable of their exact part.
    pub figures: Vec<Vec<usize>>,
    /// Variables of the ranges of each figure.
    pub spans: Vec<Option<Id>>,
    /// Variables that cannot be hidden, because an earlier file showed them.
    pub settled: Vec<bool>,
}

/// Builds the system of all figures, withheld ones included, and of what earlier files say.
pub(super) fn of(figures: &[Figure], earlier: &[Earlier], small: &RangeInclusive<i64>) -> Model {
    let mut builder = Builder {
        figures,
        by_key: figures.iter().enumerate().map(|(at, figure)| (&figure.key, at)).collect(),
        before: BTreeMap::new(),
        model: Model {
            system: System::default(),
            exact: vec![None; figures.len()],
            figures: Vec::new(),
            spans: vec![None; figures.len()],
            settled: Vec::new(),
        },
    };
    builder.variables(small);
    builder.tables();
    builder.periods();
    builder.held();
    builder.joint();
    for file in earlier {
        builder.earlier(file, small);
    }
    builder.model.system.index();
    builder.model
}

/// The left side of a sum.
pub(super) enum Whole {
    Figure(usize),
    /// Told by an earlier file: at least and at most.
    Told(i64, Option<i64>),
}

/// The system in the making.
pub(super) struct Builder<'a> {
    pub figures: &'a [Figure],
    pub by_key: BTreeMap<&'a Key, usize>,
    /// Counts that hidden ones may have been in earlier files, by the present one and the old count.
    pub before: BTreeMap<(Id, i64), Id>,
    pub model: Model,
}

impl<'a> Builder<'a> {
    /// One variable for each count, however often it is published; and one for each range by force.
    fn variables(&mut self, small: &RangeInclusive<i64>) {
        let mut exact: BTreeMap<(Identity<'a>, i64, Option<Span>), Id> = BTreeMap::new();
        let mut spans: BTreeMap<(Identity<'a>, Span), Id> = BTreeMap::new();
        for (at, figure) in self.figures.iter().enumerate() {
            let identity = identity(&figure.key, &figure.forces);
            if let Some(value) = figure.count.exact {
                let id = *exact.entry((identity, value, figure.count.span)).or_insert_with(|| {
                    self.model.figures.push(Vec::new());
                    self.model.system.add_variable(Variable {
                        value: Some(value),
                        low: value.min(1),
                        high: None,
                        known: true,
                        guarded: true,
                    })
                });
                let variable = &mut self.model.system.variables[id];
                variable.known &= !(figure.small || figure.lone || figure.withheld || figure.hidden_before);
                if figure.small {
                    (variable.low, variable.high) = rule(&figure.count, small);
                }
                self.model.exact[at] = Some(id);
                self.model.figures[id].push(at);
            }
            if let Some(span) = figure.count.span.filter(|_| !figure.is_national()) {
                let id = *spans.entry((identity, span)).or_insert_with(|| {
                    self.model.figures.push(Vec::new());
                    self.model.system.add_variable(Variable {
                        value: None,
                        low: span.low,
                        high: span.high,
                        known: false,
                        guarded: false,
                    })
                });
                self.model.system.variables[id].guarded |= figure.small;
                self.model.spans[at] = Some(id);
                self.model.figures[id].push(at);
            }
        }
        self.model.settled = vec![false; self.model.figures.len()];
        // What an earlier file showed is known, whatever hides it now.
        for (at, figure) in self.figures.iter().enumerate() {
            if let Some(id) = self.model.exact[at].filter(|_| figure.shown_before.is_some()) {
                self.model.system.variables[id].known = true;
                self.model.settled[id] = true;
            }
        }
    }

    /// Totals of forces from their terms; national figures from those of forces.
    fn tables(&mut self) {
        type Place<'a> = (&'a str, &'a Scope, &'a str, &'a str);
        let mut by_force: BTreeMap<Place<'a>, Vec<usize>> = BTreeMap::new();
        let mut by_term: BTreeMap<Place<'a>, Vec<usize>> = BTreeMap::new();
        for (at, Figure { key, .. }) in self.figures.iter().enumerate() {
            if key.term != ALL && key.police_force != ALL {
                by_force.entry((&key.request, &key.scope, &key.dimension, &key.police_force)).or_default().push(at);
            }
            if key.police_force != ALL {
                by_term.entry((&key.request, &key.scope, &key.dimension, &key.term)).or_default().push(at);
            }
        }
        for parts in by_force.values() {
            let total = Key { term: ALL.to_owned(), ..self.figures[parts[0]].key.clone() };
            if let Some(total) = self.by_key.get(&total).copied() {
                self.sum(&Whole::Figure(total), parts);
            }
        }
        // National totals by what they are totals of, each with the sum of its forces.
        let mut national_totals: BTreeMap<(&'a str, &'a Scope), BTreeSet<Equation>> = BTreeMap::new();
        for ((request, scope, _, term), parts) in &by_term {
            let national = Key { police_force: ALL.to_owned(), ..self.figures[parts[0]].key.clone() };
            if let Some(national) = self.by_key.get(&national).copied() {
                let sum = self.sum(&Whole::Figure(national), parts);
                let sum = sum.map(|at| self.model.system.equations[at].clone());
                national_totals.entry((request, scope)).or_default().extend(sum.filter(|_| *term == ALL));
            }
        }
        // Forces do not all answer every question: two national totals differ by those that answered only one.
        for sums in national_totals.into_values() {
            let sums: Vec<Equation> = sums.into_iter().collect();
            for (at, one) in sums.iter().enumerate() {
                for other in &sums[at + 1..] {
                    let minus = other.terms.iter().map(|(id, factor)| (*id, -factor));
                    let terms = one.terms.iter().copied().chain(minus).collect();
                    self.model.system.add_equation(terms, one.constant - other.constant);
                }
            }
        }
    }

    /// Periods that make up a longer one, where the counts add up as well.
    fn periods(&mut self) {
        type Series<'a> = (&'a [String], &'a str, &'a str, &'a [String], &'a str, &'a str);
        let mut series: BTreeMap<Series<'a>, BTreeMap<(Date, Date, Id), i64>> = BTreeMap::new();
        for (id, value, figure) in self.exact_by_force() {
            let (_, forces, scope, dimension, term) = identity(&figure.key, &figure.forces);
            if let (Some(from), Some(to)) = (scope.from, scope.to) {
                let key = (forces, scope.unit.as_str(), scope.count_basis.as_str(), &*scope.held, dimension, term);
                series.entry(key).or_default().insert((from, to, id), value);
            }
        }
        for cells in series.values() {
            for ((from, to, id), value) in cells {
                let inside: Vec<(Date, Date, Id, i64)> = cells
                    .iter()
                    .filter(|((f, t, _), _)| from <= f && t <= to && (f, t) != (from, to))
                    .map(|((f, t, id), value)| (*f, *t, *id, *value))
                    .collect();
                let mut ways = vec![shortest(&inside)];
                tile(*from, *to, &inside, &mut Vec::new(), &mut ways);
                for way in ways.iter().filter(|way| way.len() > 1) {
                    self.sum_of_variables(*id, *value, way);
                }
            }
        }
    }

    /// What is not split by something that requests hold fixed, from what is.
    fn held(&mut self) {
        let mut wholes: Vec<(usize, Key)> = Vec::new();
        for (at, figure) in self.figures.iter().enumerate().filter(|(_, figure)| !figure.is_national()) {
            for (place, term) in figure.key.scope.held.iter().enumerate() {
                if term != ALL {
                    let mut whole = figure.key.clone();
                    ALL.clone_into(&mut whole.scope.held[place]);
                    wholes.push((at, whole));
                }
            }
        }
        let mut parts: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
        for (at, whole) in &wholes {
            parts.entry(whole).or_default().push(*at);
        }
        for (whole, parts) in parts {
            if let Some(whole) = self.by_key.get(whole).copied() {
                self.sum(&Whole::Figure(whole), &parts);
            }
        }
    }

    /// What forces answered together, where each has answered alone as well.
    fn joint(&mut self) {
        for (at, figure) in self.figures.iter().enumerate().filter(|(_, f)| f.key.police_force.contains('|')) {
            let alone = figure.key.police_force.split('|');
            let parts: Option<Vec<usize>> = alone
                .map(|force| self.by_key.get(&Key { police_force: force.to_owned(), ..figure.key.clone() }).copied())
                .collect();
            if let Some(parts) = parts {
                self.sum(&Whole::Figure(at), &parts);
            }
        }
    }

    fn exact_by_force(&self) -> impl Iterator<Item = (Id, i64, &'a Figure)> {
        let figures = self.figures.iter().zip(&self.model.exact);
        figures.filter(|(figure, _)| !figure.is_national()).filter_map(|(figure, id)| match figure.count {
            Count { exact: Some(value), span: None, open: false, .. } => Some(((*id)?, value, figure)),
            _ => None,
        })
    }

    /// A whole and its parts, if their counts add up. Where the whole is but the sum of parts with ranges, the ranges
    /// are known on both sides and the exact parts add up; a whole that is exact adds them itself.
    /// Returns the position of the equation, if there is one.
    pub(super) fn sum(&mut self, whole: &Whole, parts: &[usize]) -> Option<usize> {
        let mut sum = Count::default();
        for part in parts {
            sum.add(&self.figures[*part].count);
        }
        let (count, variables) = match *whole {
            Whole::Figure(at) => (self.figures[at].count, (self.model.exact[at], self.model.spans[at])),
            // Today's parts give the same, or something has changed and the sum says nothing of today.
            Whole::Told(low, high) => {
                let count = Count { exact: Some(sum.exact.unwrap_or(0)), ..sum };
                if count.low() != low || high.is_some() && count.high() != high {
                    return None;
                }
                (count, (None, None))
            }
        };
        let mut terms: Vec<(Id, i64)> = parts.iter().filter_map(|part| Some((self.model.exact[*part]?, 1))).collect();
        let mut constant = 0;
        let exact = count.exact.unwrap_or(0);
        match variables.0 {
            Some(id) => terms.push((id, -1)),
            None => constant += exact,
        }
        if count.span == sum.span && exact == sum.exact.unwrap_or(0) {
            return self.model.system.add_equation(terms, constant);
        }
        if count.span.is_none() && sum.span.is_none() {
            return None;
        }
        let overlap =
            count.high().is_none_or(|high| sum.low() <= high) && sum.high().is_none_or(|high| count.low() <= high);
        if !overlap {
            return None;
        }
        terms.extend(parts.iter().filter_map(|part| Some((self.model.spans[*part]?, 1))));
        terms.extend(variables.1.map(|id| (id, -1)));
        self.model.system.add_equation(terms, constant)
    }

    fn sum_of_variables(&mut self, whole: Id, value: i64, parts: &[(Date, Date, Id, i64)]) {
        if parts.iter().map(|(.., value)| value).sum::<i64>() == value {
            let terms = parts.iter().map(|(_, _, id, _)| (*id, 1)).chain([(whole, -1)]).collect();
            self.model.system.add_equation(terms, 0);
        }
    }
}

/// What somebody who knows the rules knows of a count that they hide.
fn rule(count: &Count, small: &RangeInclusive<i64>) -> (i64, Option<i64>) {
    let ranges = count.span.map_or(0, |span| span.low);
    if count.missing {
        // Hidden because a part of it was not given: that says nothing of the rest.
        (0, None)
    } else if count.span.is_some() {
        (0, Some(small.end() - ranges))
    } else {
        (*small.start(), Some(*small.end()))
    }
}

/// The shortest periods that do not overlap, ascending: what is left between them may be nothing.
fn shortest(inside: &[(Date, Date, Id, i64)]) -> Vec<(Date, Date, Id, i64)> {
    let mut by_length: Vec<_> = inside.to_vec();
    by_length.sort_by_key(|(from, to, id, _)| ((*to - *from).get_days(), *from, *id));
    let mut out: Vec<(Date, Date, Id, i64)> = Vec::new();
    for cell in by_length {
        if out.iter().all(|other| cell.1 < other.0 || other.1 < cell.0) {
            out.push(cell);
        }
    }
    out.sort();
    out
}

/// Every way, within reason, to fill a period day by day.
fn tile(
    from: Date,
    to: Date,
    inside: &[(Date, Date, Id, i64)],
    way: &mut Vec<(Date, Date, Id, i64)>,
    ways: &mut Vec<Vec<(Date, Date, Id, i64)>>,
) {
    for cell in inside.iter().filter(|cell| cell.0 == from) {
        if ways.len() > MOST_WAYS {
            return;
        }
        way.push(*cell);
        if cell.1 == to {
            ways.push(way.clone());
        } else if let Ok(next) = cell.1.tomorrow() {
            tile(next, to, inside, way, ways);
        }
        way.pop();
    }
}
