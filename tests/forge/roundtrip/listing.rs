//! Tables of lines: one case a line, or lists side by side that have nothing to do with each other.

use super::axis::{self, Axis, Setting};
use super::crosstab::{hold, mark};
use super::fact::Fact;
use super::knobs::{HeaderAgain, Marks};
use super::piece::{Piece, short};
use crate::book::Value;
use crate::dice::Dice;

/// A case a line: the line stands for one, at its first cell.
pub fn record(setting: Setting<'_>, held: &Fact, dice: &mut Dice) -> Piece {
    let wanted = dice.between(2, 3) as usize;
    let columns = axis::listed(setting, wanted, dice);
    let texts = texts(setting, &columns, dice);
    let mut piece = Piece::default();
    let mut row = 0;
    header(&columns, &mut piece, row);
    for case in 0..dice.between(6, 18) {
        row += 1;
        if setting.layout.header_again == HeaderAgain::Yes && case > 0 && case % 5 == 0 {
            header(&columns, &mut piece, row);
            row += 1;
        }
        let mut fact = one(held, "record");
        let mut first = None;
        for (at, column) in columns.iter().enumerate() {
            // The first two lines differ everywhere, so that every column varies.
            let label = if case < 2 { case as usize % column.labels.len() } else { dice.index(column.labels.len()) };
            let value = Value::label(&texts[at][label]);
            fact.split.insert(column.dimension.to_owned());
            hold(&mut fact, column.dimension, &column.labels[label]);
            if at == 0 { first = Some(value) } else { piece.put(row, short(at), value) }
        }
        if let Some(value) = first {
            piece.state(row, 0, value, fact);
        }
    }
    piece
}

/// Lists side by side: every entry counts one of its own column, and lines mean nothing.
pub fn lists(setting: Setting<'_>, held: &Fact, dice: &mut Dice) -> Piece {
    let wanted = dice.between(2, 3) as usize;
    let columns = axis::listed(setting, wanted, dice);
    let texts = texts(setting, &columns, dice);
    let gap = u16::from(dice.chance(40));
    let (equal, length) = (dice.chance(40), dice.between(4, 14));
    let mut piece = Piece::default();
    for (at, column) in columns.iter().enumerate() {
        let mut list = Piece::default();
        header(std::slice::from_ref(column), &mut list, 0);
        let length = if equal { length } else { dice.between(3, 14) };
        for row in 1..=length {
            let label = dice.index(column.labels.len());
            let mut fact = one(held, "lists");
            fact.split.insert(column.dimension.to_owned());
            hold(&mut fact, column.dimension, &column.labels[label]);
            list.state(row, 0, Value::label(&texts[at][label]), fact);
        }
        piece.place(&list, 0, short(at) * (1 + gap));
    }
    piece
}

fn texts(setting: Setting<'_>, columns: &[Axis], dice: &mut Dice) -> Vec<Vec<String>> {
    let marks = setting.layout.marks == Marks::Labels;
    columns.iter().map(|axis| axis.labels.iter().map(|label| mark(&label.text, marks, dice)).collect()).collect()
}

fn header(columns: &[Axis], piece: &mut Piece, row: u32) {
    for (at, column) in columns.iter().enumerate() {
        if let Some(header) = &column.header {
            piece.put(row, short(at), header.as_str());
        }
    }
}

fn one(held: &Fact, grain: &str) -> Fact {
    Fact { low: Some(1), high: Some(1), role: "part".into(), grain: grain.into(), ..held.clone() }
}
