//! Figures that are no counts: kept with their place and labels, in a table of their own, and added to nothing.

use super::context::Context;
use super::{Mapped, Source, meaning};
use crate::lexicon::number;
use crate::model::digest;
use crate::model::grid::Content;
use crate::model::observation::StatedFigure;
use crate::model::table::Table;

pub(super) fn read(source: Source<'_>, table: &Table, context: &Context, mapped: &mut Mapped) {
    let grid = source.grid;
    for figure in &table.figures {
        let Some(cell) = grid.find(figure.at).map(|index| &grid.cells()[index]) else { continue };
        let Some(coordinates) = meaning::coordinates(source, &figure.labels, context, mapped) else {
            mapped.set_aside.push(figure.at);
            continue;
        };
        let mut period = context.period_term.clone();
        let mut terms = Vec::new();
        for (dimension, coordinate) in coordinates {
            if dimension == source.plan.lexicon.period {
                period = coordinate.term;
            } else {
                terms.push((dimension, coordinate.term));
            }
        }
        let value = match &cell.content {
            Content::Number(value) => Some(*value),
            Content::Text(text) => number::number(text).or_else(|| number::marked(text)),
            Content::Date { .. } | Content::Error(_) => None,
        };
        let labels = figure.labels.iter().map(|label| label.raw.trim()).collect::<Vec<_>>();
        mapped.figures.push(StatedFigure {
            id: digest::id(&[source.file_id, &grid.sheet, &figure.at.address(grid.csv), "figure"]),
            sheet: grid.sheet.clone(),
            csv: grid.csv,
            police_force: context.police_force.clone(),
            statistic: figure.words.clone(),
            terms,
            period,
            value,
            at: figure.at,
            raw_value: grid.as_given(figure.at).unwrap_or(cell).raw().into_owned(),
            raw_labels: labels.join(" > "),
        });
    }
}
