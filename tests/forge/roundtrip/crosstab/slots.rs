//! The columns of a table of counts, left to right.

use super::super::axis::Axes;
use super::super::knobs::{Grain, Layout, Percent, Revisions, Rows, SpacerColumns, TotalsColumn};

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Labels of the row axis at this depth.
    Label(usize),
    Spacer,
    /// Counts under these labels of the column axes.
    Part(Vec<usize>),
    /// Sums over the column axes.
    Total,
    /// Whether the figure was revised.
    Revision,
    Percent,
}

pub fn of(layout: &Layout, axes: &Axes) -> Vec<Slot> {
    let depths = if layout.rows == Rows::Sections { 1..2 } else { 0..axes.rows.len() };
    let mut slots: Vec<Slot> = depths.map(Slot::Label).collect();
    if layout.spacer_columns == SpacerColumns::AfterLabels {
        slots.push(Slot::Spacer);
    }
    if layout.totals_column == TotalsColumn::Left {
        slots.push(Slot::Total);
    }
    let groups = layout.spacer_columns == SpacerColumns::BetweenGroups;
    match axes.columns.as_slice() {
        [] => slots.push(Slot::Part(Vec::new())),
        [only] => slots.extend((0..only.labels.len()).map(|label| Slot::Part(vec![label]))),
        [outer, inner, ..] => {
            for label in 0..outer.labels.len() {
                if label > 0 && groups {
                    slots.push(Slot::Spacer);
                }
                slots.extend((0..inner.labels.len()).map(|below| Slot::Part(vec![label, below])));
            }
        }
    }
    if layout.totals_column == TotalsColumn::Right {
        if groups && axes.columns.len() == 1 {
            slots.push(Slot::Spacer);
        }
        slots.push(Slot::Total);
    }
    if layout.revisions == Revisions::Yes {
        slots.push(Slot::Revision);
    }
    if layout.percent != Percent::None && layout.grain == Grain::Crosstab {
        slots.push(Slot::Percent);
    }
    slots
}
