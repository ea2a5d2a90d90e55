//! The figures of a table: each count, or each line, with its coordinates.

use std::collections::HashMap;

use super::blanks;
use super::context::Context;
use super::counts;
use super::meaning::{self, Coordinates};
use super::{Mapped, Source};
use crate::model::count::Count;
use crate::model::finding::{Finding, Kind};
use crate::model::observation::{Grain, PlacedLabel};
use crate::model::place::At;
use crate::model::table::{Attached, Standing, Table, Value};
use crate::model::term::{Extent, Period};

/// A count before it has a breakdown.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub at: At,
    pub coordinates: Coordinates,
    pub count: Count,
    pub standing: Standing,
    pub unit: Option<usize>,
    pub raw_value: String,
    pub raw_labels: String,
    pub labels: Vec<PlacedLabel>,
    /// The token is relative to the table's stated total.
    pub relative: bool,
    /// Index of the figure's value in the table, for `of which`.
    pub value: usize,
    /// The list the figure is an entry of: its column. Lists are alternatives, also of one dimension.
    pub list: Option<u32>,
}

/// Reads every value of a table; those that cannot be loaded are set aside with a finding.
pub(super) fn read(
    source: Source<'_>,
    table: &Table,
    grain: Grain,
    context: &Context,
    mapped: &mut Mapped,
) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut details: Vec<At> = Vec::new();
    let ends = if grain == Grain::Lists && !table.numbered { ends(table) } else { HashMap::new() };
    let blanks = blanks::among_counts(source.grid, table).unwrap_or_else(|| {
        mapped.findings.push(Finding::new(source.place(table.first), Kind::BlanksUncounted));
        Vec::new()
    });
    for (index, value) in table.values.iter().chain(&blanks).enumerate() {
        // Of lists, every column is a list of its own.
        let groups: Vec<&[Attached]> = match grain {
            Grain::Lists => {
                let blank = |label: &Attached| label.raw.trim().is_empty();
                details
                    .extend(value.labels.iter().filter(|label| label.refines && !blank(label)).map(|label| label.at));
                let beyond = |at: At| ends.get(&at.col).is_some_and(|end| *end < at.row);
                value.labels.chunks(1).filter(|label| !label[0].refines && !beyond(label[0].at)).collect()
            }
            Grain::Crosstab | Grain::Record | Grain::Total => vec![&value.labels],
        };
        for labels in groups {
            let at = if grain == Grain::Lists { labels[0].at } else { value.at };
            let noticed = mapped.findings.len();
            let coordinates = meaning::coordinates(source, labels, context, mapped);
            if index >= table.values.len() {
                // Labels that contradict each other say why a cell is blank.
                mapped.findings.truncate(noticed);
            }
            let Some(coordinates) = coordinates else {
                mapped.set_aside.push(at);
                continue;
            };
            let (count, relative) = match grain {
                Grain::Record | Grain::Lists => (Ok(Count::exact(1)), false),
                Grain::Crosstab | Grain::Total => counts::stated(source, table, at, &context.police_force, mapped),
            };
            let count = match count {
                Ok(count) => count,
                Err(reason) => {
                    mapped.set_aside.push(at);
                    let kind = Kind::ValueSetAside { reason, cells: 1 };
                    mapped.findings.push(Finding::new(source.place(at), kind));
                    continue;
                }
            };
            figures.push(Figure {
                at,
                coordinates,
                count,
                standing: value.standing,
                unit: value.unit,
                // A line stands for the label in its first cell, which `detect` has kept narratives out of.
                raw_value: labels
                    .iter()
                    .find(|label| label.at == at)
                    .map_or_else(|| raw(source, at), |l| l.raw.to_string()),
                raw_labels: labelled(value, labels),
                labels: meaning::placed(labels, mapped),
                relative,
                value: index,
                list: (grain == Grain::Lists).then_some(at.col),
            });
        }
    }
    if let Some(first) = details.first() {
        let reason = "a detail says nothing where lines are no cases".to_owned();
        let kind = Kind::ValueSetAside { reason, cells: details.len() };
        mapped.findings.push(Finding::new(source.place(*first), kind));
        mapped.set_aside.append(&mut details);
    }
    counts::settle_relative(source, &mut figures, mapped);
    figures
}

/// The last row of each list that holds a label: below it a shorter list has no entries, unless lines are numbered.
fn ends(table: &Table) -> HashMap<u32, u32> {
    let labels = table.values.iter().flat_map(|value| &value.labels);
    let mut ends: HashMap<u32, u32> = HashMap::new();
    for label in labels {
        let end = ends.entry(label.at.col).or_default();
        if !label.raw.trim().is_empty() {
            *end = (*end).max(label.at.row);
        }
    }
    ends
}

/// The periods with dates that figures are labelled with.
pub(super) fn dated<'f>(source: Source<'f>, figures: &'f [Figure]) -> impl Iterator<Item = Period> + Clone + use<'f> {
    let period = source.plan.lexicon.period;
    figures.iter().flat_map(|figure| &figure.coordinates).filter_map(move |(dimension, coordinate)| {
        match coordinate.term.extent() {
            Extent::Period(found) if *dimension == period && found.bounds().is_some() => Some(*found),
            _ => None,
        }
    })
}

/// The labels of a figure as given, outermost first, and the words that make it a total.
fn labelled(value: &Value, labels: &[Attached]) -> String {
    let total = Some(value.total_words.trim()).filter(|words| !words.is_empty());
    total.into_iter().chain(labels.iter().map(|label| label.raw.trim())).collect::<Vec<_>>().join(" > ")
}

fn raw(source: Source<'_>, at: At) -> String {
    source.grid.as_given(at).map_or_else(String::new, |cell| cell.raw().into_owned())
}
