//! The header of a table of counts: what is counted, what the columns speak of, and their labels.

use super::super::axis::Setting;
use super::super::knobs::{Columns, Grain, Headers, Layout, Unit};
use super::super::piece::{Piece, short};
use super::super::words;
use super::Drawing;
use super::slots::Slot;
use crate::book::Value;
use crate::dice::Dice;

/// Rows of the header.
pub fn height(setting: Setting<'_>) -> u32 {
    let layout = setting.layout;
    match (layout.grain, layout.columns) {
        (Grain::KeyValue, _) => 0,
        (_, Columns::None) => 1,
        (_, columns) => {
            let labels = u32::from(short(columns.axes()));
            labels + u32::from(has_names(layout)) + u32::from(layout.unit == Unit::Header)
        }
    }
}

/// Whether a row above the labels names what they speak of.
fn has_names(layout: &Layout) -> bool {
    layout.headers == Headers::Named && layout.columns != Columns::None
}

/// Writes the header from this row on. It is the same each time, so nothing in it is left to chance.
pub fn draw(drawing: &Drawing<'_>, piece: &mut Piece, top: u32) {
    let Setting { layout, .. } = drawing.setting;
    if drawing.header_rows == 0 {
        return;
    }
    let last = top + drawing.header_rows - 1;
    let merged = layout.columns == Columns::Merged;
    for (column, slot) in (0..).zip(&drawing.slots) {
        let text = match slot {
            Slot::Label(depth) => drawing.axes.rows[*depth].header.clone(),
            Slot::Revision => Some("Revised").filter(|_| layout.rows.axes() == 1).map(str::to_owned),
            Slot::Percent => Some("%".to_owned()),
            Slot::Part(_) if layout.columns == Columns::None => Some(drawing.count_word.to_owned()),
            Slot::Spacer | Slot::Part(_) | Slot::Total => None,
        };
        let Some(text) = text else { continue };
        if merged && matches!(slot, Slot::Label(_)) {
            piece.put(top, column, text.as_str());
            piece.grid.merge(top, column, drawing.header_rows, 1);
        } else {
            piece.put(last, column, text.as_str());
        }
    }
    let mut row = top;
    if layout.columns != Columns::None && layout.unit == Unit::Header {
        over_parts(drawing, piece, row, drawing.count_word);
        row += 1;
    }
    if let Some(name) = drawing.axes.columns.first().and_then(|axis| axis.header.as_deref()) {
        over_parts(drawing, piece, row, name);
        row += 1;
    }
    match drawing.axes.columns.len() {
        0 => {}
        1 => labels(drawing, piece, row, 0, false),
        _ => {
            labels(drawing, piece, row, 0, true);
            labels(drawing, piece, row + 1, 1, false);
        }
    }
    totals(drawing, piece, row);
}

/// The word over counts, which names their unit where it is not the request's.
pub fn count_word(setting: Setting<'_>, dice: &mut Dice) -> &'static str {
    let words: &[&'static str] = match (setting.layout.unit, setting.unit) {
        (Unit::Request, _) => &words::COUNTS,
        (Unit::Header, "victim") => &words::UNIT_VICTIM,
        (Unit::Header, _) => &words::UNIT_OFFENCE,
    };
    words[dice.index(words.len())]
}

/// A text over all columns of parts.
fn over_parts(drawing: &Drawing<'_>, piece: &mut Piece, row: u32, text: &str) {
    let (first, last) = drawing.parts();
    match drawing.setting.layout.columns {
        Columns::Repeated => {
            for (column, slot) in (0..).zip(&drawing.slots) {
                if matches!(slot, Slot::Part(_)) {
                    piece.put(row, column, text);
                }
            }
        }
        Columns::Merged => {
            piece.put(row, first, text);
            piece.grid.merge(row, first, 1, last - first + 1);
        }
        _ => piece.put(row, first, text),
    }
}

/// The labels of one column axis; an outer one is written as the layout says.
fn labels(drawing: &Drawing<'_>, piece: &mut Piece, row: u32, depth: usize, outer: bool) {
    let texts = &drawing.texts[drawing.axes.rows.len() + depth];
    let mut before: Option<(usize, u16)> = None;
    for (column, slot) in (0..).zip(&drawing.slots) {
        let Slot::Part(across) = slot else { continue };
        let label = across[depth];
        let starts = !outer || before.is_none_or(|(label_before, _)| label_before != label);
        if starts || drawing.setting.layout.columns == Columns::Repeated {
            piece.put(row, column, Value::label(&texts[label]));
        }
        if starts {
            before = Some((label, column));
            if outer && drawing.setting.layout.columns == Columns::Merged {
                let below = drawing.axes.columns[1].labels.len();
                piece.grid.merge(row, column, 1, short(below));
            }
        }
    }
}

/// The word over a column of sums, in the first row of labels.
fn totals(drawing: &Drawing<'_>, piece: &mut Piece, row: u32) {
    for (column, slot) in (0..).zip(&drawing.slots) {
        if *slot != Slot::Total {
            continue;
        }
        piece.put(row, column, drawing.total_word);
        if drawing.axes.columns.len() == 2 {
            match drawing.setting.layout.columns {
                Columns::Merged => piece.grid.merge(row, column, 2, 1),
                Columns::Repeated => piece.put(row + 1, column, drawing.total_word),
                _ => {}
            }
        }
    }
}
