//! The rows of a table of counts below its header, top to bottom.

use super::super::axis::{self, Axes, Setting};
use super::super::grid_of_counts::{Counts, Position};
use super::super::knobs::{BrokenLabels, HeaderAgain, Layout, OfWhich, Rows, SpacerRows, Subtotals, TotalsRow};
use super::super::vocabulary::Label;
use super::super::words;
use super::header;
use crate::dice::Dice;

/// One row.
#[derive(Clone, Debug)]
pub enum Line {
    Blank,
    /// The header again, as on a new page.
    Header,
    /// A further row of such a header.
    Room,
    /// An outer label alone above its rows.
    Section(usize),
    /// The first half of a label that a page cut in two; its counts stand beside the second.
    FirstHalf(usize),
    Part {
        outer: Option<usize>,
        inner: usize,
    },
    /// So many of a hundred of the part above, under a label of their own.
    OfWhich {
        outer: Option<usize>,
        inner: usize,
        label: Label,
        share: u32,
    },
    Subtotal(usize),
    Total,
}

impl Line {
    /// The outer label of a line inside its group.
    pub fn group(&self) -> Option<usize> {
        match self {
            Line::Part { outer, .. } | Line::OfWhich { outer, .. } => *outer,
            Line::Subtotal(outer) => Some(*outer),
            _ => None,
        }
    }
}

pub fn of(setting: Setting<'_>, axes: &Axes, counts: &mut Counts, dice: &mut Dice) -> Vec<Line> {
    let layout = setting.layout;
    let mut lines = Vec::new();
    if layout.spacer_rows == SpacerRows::AfterHeader {
        lines.push(Line::Blank);
    }
    if layout.totals_row == TotalsRow::Above {
        lines.push(Line::Total);
    }
    let between = layout.spacer_rows == SpacerRows::BetweenGroups;
    let nested = layout.rows.axes() == 2;
    let groups: Vec<Option<usize>> =
        if nested { (0..axes.rows[0].labels.len()).map(Some).collect() } else { vec![None] };
    for group in groups {
        if group.is_some_and(|group| group > 0) {
            if between {
                lines.push(Line::Blank);
            }
            header_again(setting, &mut lines);
        }
        if let Some(outer) = group.filter(|_| layout.rows == Rows::Sections) {
            lines.push(Line::Section(outer));
        }
        parts(setting, axes, counts, group, &mut lines, dice);
        if let Some(outer) = group.filter(|_| layout.subtotals == Subtotals::PerOuter) {
            lines.push(Line::Subtotal(outer));
        }
    }
    if layout.totals_row == TotalsRow::Below {
        if between {
            lines.push(Line::Blank);
        }
        lines.push(Line::Total);
    }
    lines
}

fn header_again(setting: Setting<'_>, lines: &mut Vec<Line>) {
    if setting.layout.header_again == HeaderAgain::Yes {
        lines.push(Line::Header);
        lines.extend((1..header::height(setting)).map(|_| Line::Room));
    }
}

fn parts(
    setting: Setting<'_>,
    axes: &Axes,
    counts: &mut Counts,
    outer: Option<usize>,
    lines: &mut Vec<Line>,
    dice: &mut Dice,
) {
    let layout = setting.layout;
    let vocabulary = setting.vocabulary;
    let own = &axes.rows[axes.rows.len() - 1];
    let page = if own.labels.len() > 4 { 3 } else { 2 };
    for (inner, label) in own.labels.iter().enumerate() {
        if outer.is_none() && inner > 0 && inner % page == 0 {
            header_again(setting, lines);
        }
        let broken = layout.broken_labels == BrokenLabels::Yes && axis::can_break(vocabulary, label);
        if broken {
            lines.push(Line::FirstHalf(inner));
        }
        lines.push(Line::Part { outer, inner });
        if layout.of_which == OfWhich::Some {
            // What lies inside must be told from the other rows: it shares nothing with them.
            let others = || own.labels.iter().enumerate().filter(|(other, _)| *other != inner);
            let inside: Vec<&Label> = axis::inside(vocabulary, own.dimension, label)
                .into_iter()
                .filter(|child| others().all(|(_, other)| other.extent.disjoint(&child.extent)))
                .collect();
            if !inside.is_empty() {
                let across = axes.columns.iter().map(|_| None);
                let row: Vec<Position> = match outer {
                    Some(outer) => [Some(outer), Some(inner)].into_iter().chain(across).collect(),
                    None => std::iter::once(Some(inner)).chain(across).collect(),
                };
                counts.at_least_one(&row);
                let child = (*dice.pick(&inside)).clone();
                lines.push(Line::OfWhich { outer, inner, label: child, share: dice.between(10, 90) });
            }
        }
    }
}

/// A total below sections without totals of their own must say that it sums them all.
pub fn total_word(layout: &Layout, dice: &mut Dice) -> &'static str {
    let open = layout.rows == Rows::Sections && layout.totals_row == TotalsRow::Below;
    if open && layout.subtotals == Subtotals::None { "Grand total" } else { dice.pick::<&str>(&words::TOTALS) }
}
