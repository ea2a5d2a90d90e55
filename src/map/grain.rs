//! What the lines of a table without counts are: cases only where somebody says so, or where a table of the same file
//! counts them crossed (law 3).
//!
//! The lines are mapped as if they were cases. A table that splits counts by two or more of their columns proves it when
//! each of its cells is the number of lines with the same terms and no line is left over. A table of one dimension
//! proves nothing: columns that were sorted apart still add to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Mapped, Source};
use crate::model::count::sum_high;
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Breakdown, Grain, Observation, RowRole};
use crate::model::place::Place;
use crate::model::table::{Shape, Table};
use crate::model::term::{DimensionId, Extent, Term};

/// Cells that state a number other than 0 and agree; fewer may agree by chance.
const ENOUGH: usize = 4;

/// The grain that the table itself or the tracker settles; `None` for lines that nobody has declared.
pub(super) fn declared(source: Source<'_>, table: &Table) -> Option<Grain> {
    if let Some(grain) = table.grain.filter(|grain| table.shape == Shape::Lines && grain.is_lines()) {
        return Some(grain);
    }
    match (table.shape, source.record.grain.as_deref()) {
        (Shape::Counts, _) => Some(Grain::Crosstab),
        (Shape::Lines, Some("record")) => Some(Grain::Record),
        (Shape::Lines, Some("lists")) => Some(Grain::Lists),
        (Shape::Lines, _) => None,
    }
}

/// Maps undeclared lines: as cases if a table of the file proves it, else as lists.
pub(super) fn of_lines(
    source: Source<'_>,
    table: &Table,
    force: &Arc<str>,
    stated: &[(Source<'_>, &Mapped)],
) -> Mapped {
    let crossed = |breakdown: &Breakdown| {
        breakdown.grain == Grain::Crosstab && breakdown.split.len() > 1 && table.columns.covers(breakdown.split)
    };
    let tables = stated.iter().flat_map(|(of, mapped)| (0..mapped.breakdowns.len()).map(move |at| (*of, *mapped, at)));
    let tables: Vec<_> = tables.filter(|(_, mapped, at)| crossed(&mapped.breakdowns[*at])).collect();
    let (lines, place) = (table.values.len(), source.place(table.first));
    let mut disagrees: Option<(usize, String)> = None;
    if !tables.is_empty() {
        let mut cases = super::table(source, table, Grain::Record, force);
        for (of, mapped, at) in tables {
            match compare(source, &cases, of, mapped, at) {
                Some(Compared::Agrees) => {
                    let table = of.place(mapped.breakdowns[at].at).to_string();
                    cases.findings.push(Finding::new(place, Kind::GrainProven { lines, table }));
                    return cases;
                }
                // Of several, the one that agrees most: the others may count something else.
                Some(Compared::Disagrees { agreed, cell })
                    if disagrees.as_ref().is_none_or(|(most, _)| agreed > *most) =>
                {
                    disagrees = Some((agreed, cell));
                }
                _ => {}
            }
        }
    }
    let mut mapped = super::table(source, table, Grain::Lists, force);
    let disagrees = disagrees.map(|(_, cell)| cell);
    mapped
        .findings
        .push(Finding::new(place, Kind::GrainUndeclared { lines, file: source.path.to_string(), disagrees }));
    mapped
}

/// How lines stand to a table.
enum Compared {
    Agrees,
    Disagrees {
        /// How many cells agree.
        agreed: usize,
        /// What does not.
        cell: String,
    },
}

/// What a table states of one combination of labels.
struct Cell<'a> {
    low: i64,
    high: Option<i64>,
    first: &'a Observation,
}

/// Compares lines, mapped as cases, with a breakdown; `None` if the two do not speak of the same, or it says too little.
fn compare(source: Source<'_>, cases: &Mapped, of: Source<'_>, mapped: &Mapped, at: usize) -> Option<Compared> {
    let (period, breakdown) = (source.plan.lexicon.period, &mapped.breakdowns[at]);
    // A line that was set aside is in no breakdown: not all of them are accounted for.
    if !cases.set_aside.is_empty() || !cases.breakdowns.iter().all(|own| same_subject(own, breakdown)) {
        return None;
    }
    if !cases.observations.iter().all(|line| in_scope(line, breakdown, period)) {
        return None;
    }
    let own = || mapped.observations.iter().filter(|observation| observation.breakdown == at);
    let axes: Vec<Axis<'_>> = breakdown
        .split
        .iter()
        .map(|dimension| Axis::new(dimension, period, own().filter(|cell| cell.is_summand())))
        .collect::<Option<_>>()?;
    let key =
        |observation: &Observation| axes.iter().map(|axis| axis.find(observation)).collect::<Option<Vec<usize>>>();
    let mut lines: BTreeMap<Vec<usize>, i64> = BTreeMap::new();
    let mut outside = None;
    for line in &cases.observations {
        match key(line) {
            Some(key) => *lines.entry(key).or_default() += 1,
            None => outside = outside.or(Some(line)),
        }
    }
    let mut cells: BTreeMap<Vec<usize>, Cell<'_>> = BTreeMap::new();
    for stated in own().filter(|stated| stated.is_summand()) {
        let cell = cells.entry(key(stated)?).or_insert(Cell { low: 0, high: Some(0), first: stated });
        cell.low += stated.count.certain();
        cell.high = sum_high([cell.high, stated.count.high]);
    }
    let number = |key: &Vec<usize>| lines.get(key).copied().unwrap_or(0);
    let place = |observation: &Observation| of.place(observation.at);
    let wrong = |low: i64, high: Option<i64>, lines: i64| lines < low || high.is_some_and(|high| lines > high);
    let states = |low: i64, high: Option<i64>, place: Place, lines: i64| {
        let more = match high {
            Some(high) if high == low => String::new(),
            Some(high) => format!(" to {high}"),
            None => " or more".into(),
        };
        format!("{place} states {low}{more} where {lines} lines are so labelled")
    };
    let disagreeing = cells.iter().filter(|(key, cell)| wrong(cell.low, cell.high, number(key)));
    let mut cell = disagreeing
        .min_by_key(|(_, cell)| cell.first.at)
        .map(|(key, cell)| states(cell.low, cell.high, place(cell.first), number(key)));
    let total = |total: &Observation| {
        let lines = cells.iter().filter(|(_, cell)| total.sums(cell.first)).map(|(key, _)| number(key)).sum();
        let (low, high) = (total.count.certain(), total.count.high);
        wrong(low, high, lines).then(|| states(low, high, place(total), lines))
    };
    cell = cell.or_else(|| own().filter(|stated| stated.role == RowRole::Total).find_map(total));
    let left = lines.keys().find(|key| !cells.contains_key(*key));
    let left = outside.or_else(|| cases.observations.iter().find(|line| key(line).as_ref() == left && left.is_some()));
    cell = cell.or_else(|| {
        let table = of.place(breakdown.at);
        left.map(|line| format!("the table at {table} has no cell for the line at {}", source.place(line.at)))
    });
    let agreed =
        cells.iter().filter(|(key, cell)| cell.low > 0 && cell.high == Some(cell.low) && number(key) == cell.low);
    let agreed: Vec<&Vec<usize>> = agreed.map(|(key, _)| key).collect();
    if let Some(cell) = cell {
        return Some(Compared::Disagrees { agreed: agreed.len(), cell });
    }
    let labels = |axis: usize| agreed.iter().map(|key| key[axis]).collect::<BTreeSet<usize>>().len();
    (agreed.len() >= ENOUGH && (0..axes.len()).all(|axis| labels(axis) > 1)).then_some(Compared::Agrees)
}

fn same_subject(lines: &Breakdown, stated: &Breakdown) -> bool {
    (&lines.police_force, &lines.unit, &lines.count_basis) == (&stated.police_force, &stated.unit, &stated.count_basis)
}

/// Whether a table may count a line, by what it holds fixed.
fn in_scope(line: &Observation, breakdown: &Breakdown, period: DimensionId) -> bool {
    let held = |(dimension, term): (DimensionId, &Term)| {
        let own = &line.coordinates[dimension].term;
        breakdown.split.contains(dimension) || term == own || term.extent().covers(own.extent())
    };
    let dated = match line.period.extent() {
        Extent::Period(own) => breakdown.split.contains(period) || !breakdown.period.disjoint(*own),
        _ => true,
    };
    dated && breakdown.fixed.iter().enumerate().all(held)
}

/// The labels by which a table splits one dimension.
struct Axis<'a> {
    dimension: DimensionId,
    period: DimensionId,
    labels: HashMap<&'a Term, usize>,
}

impl<'a> Axis<'a> {
    /// `None` if nobody has decided what one of the labels means: it may be anything.
    fn new(dimension: DimensionId, period: DimensionId, cells: impl Iterator<Item = &'a Observation>) -> Option<Self> {
        let mut axis = Self { dimension, period, labels: HashMap::new() };
        for cell in cells {
            let (label, next) = (axis.label(cell), axis.labels.len());
            axis.labels.entry(label).or_insert(next);
            if matches!(label.extent(), Extent::Unmapped) {
                return None;
            }
        }
        Some(axis)
    }

    /// The label of a count or a line: as given in the headline, because that is how a force counts.
    fn label<'o>(&self, observation: &'o Observation) -> &'o Term {
        if self.dimension == self.period { &observation.period } else { &observation.coordinates[self.dimension].given }
    }

    /// The label that counts an observation: its own, or else the only one that its own lies inside.
    fn find(&self, observation: &Observation) -> Option<usize> {
        let own = self.label(observation);
        if let Some(at) = self.labels.get(own) {
            return Some(*at);
        }
        let mut covering = self.labels.iter().filter(|(label, _)| label.extent().covers(own.extent()));
        match (covering.next(), covering.next()) {
            (Some((_, only)), None) => Some(*only),
            _ => None,
        }
    }
}
