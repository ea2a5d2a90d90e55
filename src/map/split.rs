//! Gathers the figures of a table into breakdowns: one for each set of dimensions, and unit, that it is split by.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::context::Context;
use super::figures::Figure;
use super::{Mapped, Source};
use crate::model::digest;
use crate::model::observation::{Breakdown, Coordinate, Grain, Observation, RowRole};
use crate::model::table::{Standing, Table};
use crate::model::term::{DimensionId, DimensionSet, Extent, Period, Term};

/// What the counts of one breakdown have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    split: DimensionSet,
    unit: Option<usize>,
    list: Option<u32>,
}

pub(super) fn gather(
    source: Source<'_>,
    table: &Table,
    grain: Grain,
    context: &Context,
    figures: &mut [Figure],
    mapped: &mut Mapped,
) {
    let constant = hold_constant(source, figures);
    let parts: BTreeSet<Key> = figures.iter().filter(|figure| is_part(figure)).map(key).collect();
    let mut indices: BTreeMap<Key, usize> = BTreeMap::new();
    // Figures by their value in the table, for `of which`.
    let mut by_value: BTreeMap<usize, String> = BTreeMap::new();
    for figure in figures.iter() {
        let own = key(figure);
        let key = if is_part(figure) { own } else { home_of_total(&parts, own) };
        let stands_alone = !parts.contains(&key);
        let breakdown = *indices.entry(key.clone()).or_insert_with(|| {
            let grain = if stands_alone { Grain::Total } else { grain };
            let constant = constant.get(&key).map(Vec::as_slice).unwrap_or_default();
            mapped.breakdowns.push(breakdown(source, table, grain, context, constant, &key));
            mapped.breakdowns.len() - 1
        });
        let id = observation_id(source, figure, grain);
        by_value.insert(figure.value, id.clone());
        let (role, part_of) = match figure.standing {
            Standing::Plain => (RowRole::Part, None),
            // A total over headlines is one of several that cut the table the other way.
            Standing::Total if over_headlines(figure) => (RowRole::Subtotal, None),
            Standing::Total => (RowRole::Total, None),
            Standing::Subtotal => (RowRole::Subtotal, None),
            Standing::OfWhich(parent) => (RowRole::OfWhich, by_value.get(&parent).cloned()),
        };
        let held = &mapped.breakdowns[breakdown];
        let mut coordinates: Vec<Coordinate> = held.fixed.iter().cloned().map(Coordinate::plain).collect();
        let (mut period, mut whole_period) = (held.period_term.clone(), true);
        for (dimension, coordinate) in &figure.coordinates {
            if *dimension == source.plan.lexicon.period {
                (period, whole_period) = (coordinate.term.clone(), false);
            } else {
                coordinates[*dimension] = coordinate.clone();
            }
        }
        mapped.observations.push(Observation {
            id,
            breakdown,
            coordinates,
            period,
            whole_period,
            count: figure.count.clone(),
            role,
            part_of,
            at: figure.at,
            raw_value: figure.raw_value.clone(),
            raw_labels: figure.raw_labels.clone(),
            labels: figure.labels.clone(),
        });
    }
}

fn is_part(figure: &Figure) -> bool {
    matches!(figure.standing, Standing::Plain | Standing::OfWhich(_))
}

fn over_headlines(figure: &Figure) -> bool {
    let only_detail = |c: &Coordinate| c.detail.is_some() && *c.given.extent() == Extent::All;
    figure.coordinates.iter().any(|(_, coordinate)| only_detail(coordinate))
}

fn key(figure: &Figure) -> Key {
    Key {
        split: figure.coordinates.iter().map(|(dimension, _)| *dimension).collect(),
        unit: figure.unit,
        list: figure.list,
    }
}

/// The one breakdown a total sums; a total of several, or of none, stands alone.
fn home_of_total(parts: &BTreeSet<Key>, own: Key) -> Key {
    let mut covering = parts.iter().filter(|part| part.split.covers(own.split) && part.unit == own.unit);
    match (covering.next(), covering.next()) {
        (Some(only), None) => only.clone(),
        _ => own,
    }
}

/// Takes a dimension that the request or a title may fix out of the figures of a split where it never varies; returns
/// its terms by the split that is left.
fn hold_constant(source: Source<'_>, figures: &mut [Figure]) -> BTreeMap<Key, Vec<(DimensionId, Term)>> {
    let mut held: BTreeMap<Key, Vec<(DimensionId, Term)>> = BTreeMap::new();
    let keys: BTreeSet<Key> = figures.iter().filter(|figure| is_part(figure)).map(key).collect();
    for before in keys {
        let members = || figures.iter().filter(|figure| is_part(figure) && key(figure) == before);
        let constant: Vec<(DimensionId, Term)> = source
            .plan
            .context_dimensions()
            .and(before.split)
            .iter()
            // A list of one month's cases is still a list of months.
            .filter(|_| before.split.len() > 1)
            .filter_map(|dimension| {
                let term =
                    |figure: &Figure| Some(figure.coordinates.iter().find(|(of, _)| *of == dimension)?.1.term.clone());
                let terms: BTreeSet<Option<Term>> = members().map(term).collect();
                let mut terms = terms.into_iter();
                match (terms.next(), terms.next()) {
                    // Labels nobody has mapped may be anything, also different things.
                    (Some(Some(only)), None) if !matches!(only.extent(), Extent::Unmapped | Extent::Unknown) => {
                        Some((dimension, only))
                    }
                    _ => None,
                }
            })
            .collect();
        if constant.is_empty() {
            continue;
        }
        let mut after = before.clone();
        for (dimension, _) in &constant {
            after.split = after.split.without(*dimension);
        }
        for figure in figures.iter_mut() {
            // Totals of these parts lose the same terms.
            let own = key(figure);
            if own == before || !is_part(figure) && before.split.covers(own.split) && own.unit == before.unit {
                let lost = |of: &DimensionId, term: &Term| constant.iter().any(|(d, held)| d == of && held == term);
                figure.coordinates.retain(|(of, coordinate)| !lost(of, &coordinate.term));
            }
        }
        held.insert(after, constant);
    }
    held
}

fn breakdown(
    source: Source<'_>,
    table: &Table,
    grain: Grain,
    context: &Context,
    constant: &[(DimensionId, Term)],
    key: &Key,
) -> Breakdown {
    let Source { plan, request, record, grid, .. } = source;
    let mut fixed = context.fixed.clone();
    // What the table itself is split by, no title and no request holds fixed.
    for dimension in key.split.without(plan.lexicon.period).iter() {
        fixed[dimension] = Term::all();
    }
    let (mut period, mut period_term): (Period, Term) = (context.period, context.period_term.clone());
    for (dimension, term) in constant {
        match term.extent() {
            Extent::Period(held) => (period, period_term) = (*held, term.clone()),
            _ if *dimension != plan.lexicon.period => fixed[*dimension] = term.clone(),
            _ => {}
        }
    }
    let unit: Arc<str> = key
        .unit
        .map(|unit| plan.units[unit].clone())
        .or_else(|| record.unit.clone())
        .unwrap_or_else(|| request.unit.clone());
    let count_basis = record.count_basis.clone().unwrap_or_else(|| request.count_basis.clone());
    let address = table.first.address(grid.csv);
    let split = key.split.0.to_string();
    let list = key.list.map(|column| column.to_string()).unwrap_or_default();
    Breakdown {
        id: digest::id(&[source.file_id, &grid.sheet, &address, &split, &unit, grain.text(), &list]),
        sheet: grid.sheet.clone(),
        csv: grid.csv,
        police_force: context.police_force.clone(),
        grain,
        unit,
        count_basis,
        split: key.split,
        fixed,
        period,
        period_term,
        at: table.first,
        reading: reading(source, table, context, constant, key.split),
    }
}

/// Why a table was read as it was, and what holds for all of it.
fn reading(
    source: Source<'_>,
    table: &Table,
    context: &Context,
    constant: &[(DimensionId, Term)],
    split: DimensionSet,
) -> Vec<String> {
    let name = |id: DimensionId| source.plan.dimensions[id].name.as_str();
    let why = table.why.iter().map(|reason| reason.text(source.grid.csv, name));
    // A table that is split by period may state totals of the whole time.
    let split = split.without(source.plan.lexicon.period);
    let held = |id: DimensionId| !split.contains(id) && !constant.iter().any(|(constant, _)| *constant == id);
    let held = context.held_by.iter().filter(|(id, _)| held(*id)).map(|(id, by)| format!("{}: {by}", name(*id)));
    let same =
        constant.iter().map(|(id, term)| format!("{}: every label of the table is of `{}`", name(*id), term.name()));
    why.chain(held).chain(same).collect()
}

/// Identity of an observation: where it stands and, for a line, that it is one. Labels do not enter.
fn observation_id(source: Source<'_>, figure: &Figure, grain: Grain) -> String {
    let part = match grain {
        Grain::Record => "case",
        Grain::Lists => "entry",
        Grain::Crosstab | Grain::Total => "count",
    };
    digest::id(&[source.file_id, &source.grid.sheet, &figure.at.address(source.grid.csv), part])
}
