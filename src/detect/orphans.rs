//! Counts without headers right below another table, and headers right above counts: a blank row parts them, and which
//! header hangs over which count nobody says.

use super::layout::{Kind, Layout};

/// Lines up to which a list may as well be the headers of what is below it.
const FEW_LINES: usize = 3;
/// Pieces that are looked back at.
const LOOK_BACK: usize = 32;

/// For each piece of a sheet, in reading order, whether it has lost its headers, or its counts.
pub(super) fn of(pieces: &[&Layout]) -> Vec<bool> {
    let mut orphans = vec![false; pieces.len()];
    for (at, piece) in pieces.iter().enumerate() {
        if piece.kind != Kind::Counts || !piece.headers.is_empty() || !piece.titles.is_empty() || piece.beside {
            continue;
        }
        let before = (at.saturating_sub(LOOK_BACK)..at).rev();
        let above = before.filter(|at| pieces[*at].block.last.row < piece.block.first.row);
        let Some(above) = above.into_iter().find(|at| pieces[*at].block.shares_columns(piece.block)) else { continue };
        match pieces[above].kind {
            Kind::Lines => {
                orphans[at] = true;
                orphans[above] |= pieces[above].body.len() <= FEW_LINES;
            }
            Kind::Counts => orphans[at] = !pieces[above].headers.is_empty(),
            Kind::Text => orphans[at] = pieces[above].titles.is_empty(),
        }
    }
    orphans
}
