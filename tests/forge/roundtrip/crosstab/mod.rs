//! Draws one table of counts: its lines downwards, its slots across, and what each cell states.

mod header;
mod labels;
mod lines;
mod slots;

use super::axis::{Axes, Setting};
use super::fact::Fact;
use super::grid_of_counts::{Counts, Position};
use super::knobs::{Marks, Orientation, Percent};
use super::numbers;
use super::piece::{Piece, short};
use super::vocabulary::{Extent, Label};
use crate::book::Value;
use crate::dice::Dice;
use lines::Line;
use slots::Slot;

/// A table while it is drawn.
struct Drawing<'a> {
    setting: Setting<'a>,
    axes: &'a Axes,
    counts: Counts,
    /// The labels as written, footnote marks included, row axes before column axes.
    texts: Vec<Vec<String>>,
    /// What holds for every cell unless its labels say otherwise.
    held: &'a Fact,
    lines: Vec<Line>,
    slots: Vec<Slot>,
    header_rows: u32,
    total_word: &'static str,
    count_word: &'static str,
}

/// Draws counts for these axes and the table of them.
pub fn draw(setting: Setting<'_>, axes: &Axes, held: &Fact, dice: &mut Dice) -> Piece {
    let layout = setting.layout;
    let mut counts = Counts::drawn(axes, layout, dice);
    let lines = lines::of(setting, axes, &mut counts, dice);
    let drawing = Drawing {
        texts: marked(axes, layout.marks == Marks::Labels, dice),
        slots: slots::of(layout, axes),
        header_rows: header::height(setting),
        total_word: lines::total_word(layout, dice),
        count_word: header::count_word(setting, dice),
        setting,
        axes,
        counts,
        held,
        lines,
    };
    let piece = drawing.piece(dice);
    if layout.orientation == Orientation::Transposed { piece.transposed() } else { piece }
}

/// Every label as written: some with a footnote mark.
pub fn marked(axes: &Axes, marks: bool, dice: &mut Dice) -> Vec<Vec<String>> {
    let axes = axes.rows.iter().chain(&axes.columns);
    axes.map(|axis| axis.labels.iter().map(|label| mark(&label.text, marks, dice)).collect()).collect()
}

/// A label as written: perhaps with a footnote mark.
pub fn mark(text: &str, marks: bool, dice: &mut Dice) -> String {
    if marks && dice.chance(30) { format!("{text}{}", dice.pick(&["*", " (1)", " [a]"])) } else { text.to_owned() }
}

impl Drawing<'_> {
    fn piece(&self, dice: &mut Dice) -> Piece {
        let mut piece = Piece::default();
        header::draw(self, &mut piece, 0);
        labels::draw(self, &mut piece, dice);
        let mut revised = false;
        for (row, line) in (self.header_rows..).zip(&self.lines) {
            if matches!(line, Line::Blank | Line::Section(_) | Line::FirstHalf(_)) {
                continue;
            }
            if let Line::Header = line {
                // A header written again may take several rows; the lines keep room for them.
                header::draw(self, &mut piece, row);
                continue;
            }
            if let Line::Room = line {
                continue;
            }
            for (column, slot) in (0..).zip(&self.slots) {
                match slot {
                    Slot::Label(_) | Slot::Spacer => {}
                    Slot::Part(across) => self.count(&mut piece, row, column, line, Some(across), dice),
                    Slot::Total => self.count(&mut piece, row, column, line, None, dice),
                    Slot::Revision => {
                        if matches!(line, Line::Part { .. }) && (!revised || dice.chance(50)) {
                            piece.put(row, column, *dice.pick(&["r", "p"]));
                            revised = true;
                        }
                    }
                    Slot::Percent => self.percent(&mut piece, row, column, line),
                }
            }
        }
        piece
    }

    /// Where a line stands on the row axes.
    fn along(&self, line: &Line) -> Vec<Position> {
        let depth = self.axes.rows.len();
        let position = |outer: Position, inner: Position| if depth == 2 { vec![outer, inner] } else { vec![inner] };
        match line {
            Line::Part { outer, inner } | Line::OfWhich { outer, inner, .. } => position(*outer, Some(*inner)),
            Line::Subtotal(outer) => position(Some(*outer), None),
            _ => vec![None; depth],
        }
    }

    /// One number, and what it states.
    fn count(
        &self,
        piece: &mut Piece,
        row: u32,
        column: u16,
        line: &Line,
        across: Option<&Vec<usize>>,
        dice: &mut Dice,
    ) {
        let mut at = self.along(line);
        match across {
            Some(across) => at.extend(across.iter().map(|label| Some(*label))),
            None => at.extend(self.axes.columns.iter().map(|_| None)),
        }
        let mut number = self.counts.sum(&at);
        if let Line::OfWhich { share, .. } = line {
            // At least one of those that are there, and never more.
            number = (number * share / 100).max(number.min(1));
        }
        let role = match (line, across) {
            (Line::Subtotal(_), _) => "subtotal",
            (Line::OfWhich { .. }, _) => "of_which",
            (Line::Total, _) | (_, None) => "total",
            _ => "part",
        };
        let mut fact = self.fact(&at, role);
        if let Line::OfWhich { label, .. } = line {
            let inner = &self.axes.rows[self.axes.rows.len() - 1];
            fact.terms.insert(inner.dimension.to_owned(), label.term.clone());
        }
        if let Some(written) = numbers::written(number, self.setting.layout, dice) {
            (fact.low, fact.high) = (Some(written.low), written.high);
            piece.state(row, column, written.value, fact);
        }
    }

    fn fact(&self, at: &[Position], role: &str) -> Fact {
        let mut fact = Fact { role: role.to_owned(), ..self.held.clone() };
        for (axis, position) in self.axes.rows.iter().chain(&self.axes.columns).zip(at) {
            fact.split.insert(axis.dimension.to_owned());
            if let Some(position) = position {
                hold(&mut fact, axis.dimension, &axis.labels[*position]);
            }
        }
        fact
    }

    /// The share of a line in all, which is no count.
    fn percent(&self, piece: &mut Piece, row: u32, column: u16, line: &Line) {
        let all = self.counts.sum(&vec![None; self.axes.rows.len() + self.axes.columns.len()]);
        let at: Vec<Position> = self.along(line).into_iter().chain(self.axes.columns.iter().map(|_| None)).collect();
        let (part, all) = (f64::from(self.counts.sum(&at)), f64::from(all.max(1)));
        if matches!(line, Line::OfWhich { .. }) {
            return;
        }
        match self.setting.layout.percent {
            Percent::None => {}
            Percent::Number => piece.put(row, column, Value::Number((part * 1_000.0 / all).round() / 10.0)),
            Percent::Text => piece.put(row, column, format!("{:.0}%", part * 100.0 / all).as_str()),
        }
    }

    /// The first and last slot that hold parts.
    fn parts(&self) -> (u16, u16) {
        let is_part = |slot: &Slot| matches!(slot, Slot::Part(_));
        let first = self.slots.iter().position(is_part).unwrap_or(0);
        let last = self.slots.iter().rposition(is_part).unwrap_or(0);
        (short(first), short(last))
    }
}

/// Adds what a label says to a fact.
pub fn hold(fact: &mut Fact, dimension: &str, label: &Label) {
    match &label.extent {
        Extent::Period(period) => fact.period = period.clone(),
        _ => _ = fact.terms.insert(dimension.to_owned(), label.term.clone()),
    }
}
