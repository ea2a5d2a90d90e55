//! The labels at the side of a table of counts.

use super::super::axis;
use super::super::knobs::Rows;
use super::super::piece::{Piece, short};
use super::super::words;
use super::Drawing;
use super::lines::Line;
use super::slots::Slot;
use crate::book::Value;
use crate::dice::Dice;

pub fn draw(drawing: &Drawing<'_>, piece: &mut Piece, dice: &mut Dice) {
    let columns: Vec<u16> = (0..)
        .zip(&drawing.slots)
        .filter(|(_, slot)| matches!(slot, Slot::Label(_)))
        .map(|(column, _)| column)
        .collect();
    let (first, last) = (columns[0], columns[columns.len() - 1]);
    let innermost = drawing.axes.rows.len() - 1;
    let subtotal = *dice.pick(&words::SUBTOTALS);
    for (row, line) in (drawing.header_rows..).zip(&drawing.lines) {
        let inner = |label: usize| drawing.texts[innermost][label].as_str();
        let mut halves = None;
        if let Line::FirstHalf(label) | Line::Part { inner: label, .. } = line {
            let cut = axis::cut(drawing.setting.vocabulary, &drawing.axes.rows[innermost].labels[*label].text);
            halves = cut.filter(|_| is_broken(drawing, *label));
        }
        match line {
            Line::Blank | Line::Header | Line::Room => {}
            Line::Section(outer) => piece.put(row, first, Value::label(&drawing.texts[0][*outer])),
            Line::FirstHalf(_) => {
                if let Some((half, _)) = halves {
                    piece.put(row, last, half.as_str());
                }
            }
            Line::Part { inner: label, .. } => match halves {
                Some((_, half)) => piece.put(row, last, half.as_str()),
                None => piece.put(row, last, Value::label(inner(*label))),
            },
            Line::OfWhich { label, .. } => piece.put(row, last, format!("of which {}", label.text).as_str()),
            Line::Subtotal(_) => piece.put(row, last, subtotal),
            Line::Total => piece.put(row, first, drawing.total_word),
        }
    }
    if columns.len() == 2 {
        outer(drawing, piece, first);
    }
}

fn is_broken(drawing: &Drawing<'_>, label: usize) -> bool {
    drawing.lines.iter().any(|line| matches!(line, Line::FirstHalf(half) if *half == label))
}

/// The outer labels, each written as the layout says.
fn outer(drawing: &Drawing<'_>, piece: &mut Piece, column: u16) {
    let mut row = drawing.header_rows;
    for run in drawing.lines.chunk_by(|line, next| line.group() == next.group()) {
        let height = u32::from(short(run.len()));
        if let Some(group) = run[0].group() {
            let written = if drawing.setting.layout.rows == Rows::Repeated { height } else { 1 };
            for below in 0..written {
                piece.put(row + below, column, Value::label(&drawing.texts[0][group]));
            }
            if drawing.setting.layout.rows == Rows::Merged {
                piece.grid.merge(row, column, height, 1);
            }
        }
        row += height;
    }
}
