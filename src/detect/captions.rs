//! Titles side by side on one row, each over a table of its own.

use super::layout::{Kind, Layout};
use super::sheet::Sheet;

/// Gives the texts of a row to the tables below it that stand side by side, if each stands over one of them.
pub(super) fn hand_down(sheet: &Sheet<'_>, strip: &mut [Layout]) {
    for at in 1..strip.len() {
        let (above, below) = strip.split_at_mut(at);
        let Some(row) = above.last_mut().filter(|piece| piece.kind == Kind::Text && !piece.body.is_empty()) else {
            continue;
        };
        let beside = 1 + below.iter().skip(1).take_while(|panel| panel.beside).count();
        let panels = &mut below[..beside];
        if beside == 1 || panels.iter().any(|panel| panel.kind != Kind::Counts) {
            continue;
        }
        let cells: Vec<usize> = row.body.iter().flat_map(|body| sheet.row(row.block, *body)).collect();
        let over = |index: &usize| {
            let col = sheet.at(*index).col;
            panels.iter().rposition(|panel| panel.block.first.col <= col)
        };
        let Some(places) = cells.iter().map(over).collect::<Option<Vec<usize>>>() else { continue };
        if cells.iter().any(|index| sheet.may_be_figure(*index)) {
            continue;
        }
        for (position, panel) in panels.iter_mut().enumerate() {
            let own = cells.iter().zip(&places).filter(|(_, place)| **place == position).map(|(index, _)| *index);
            panel.titles.splice(0..0, own);
        }
        row.body.clear();
    }
}
