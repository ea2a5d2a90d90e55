//! Tables that may be parts of others: counts without headers right below a table, headers right above counts, counts
//! without labels of their rows right beside a table that speaks of the same. A blank row or column parts them, and
//! which belong together nobody says.

use super::axes;
use super::layout::{Kind, Layout};
use super::sheet::Sheet;

/// Lines up to which a list may as well be the headers of what is below it.
const FEW_LINES: usize = 3;
/// Pieces that are looked back at.
const LOOK_BACK: usize = 32;

/// For each piece of a sheet, in reading order, whether it has lost its headers, its labels or its counts.
pub(super) fn of(sheet: &Sheet<'_>, pieces: &[&Layout]) -> Vec<bool> {
    let mut orphans = vec![false; pieces.len()];
    for (at, piece) in pieces.iter().enumerate() {
        orphans[at] = goes_on_beside(sheet, &pieces[at.saturating_sub(LOOK_BACK)..=at]);
        if piece.kind != Kind::Counts || !piece.headers.is_empty() || piece.beside {
            continue;
        }
        // What may be a label may be that of a section of the table above.
        let titled = !piece.titles.is_empty();
        let labelled = piece.titles.iter().any(|title| !sheet.words(*title).label_of.is_empty());
        let before = (at.saturating_sub(LOOK_BACK)..at).rev();
        let above = before.filter(|at| pieces[*at].block.last.row < piece.block.first.row);
        let Some(above) = above.into_iter().find(|at| pieces[*at].block.shares_columns(piece.block)) else { continue };
        match pieces[above].kind {
            Kind::Lines => {
                orphans[at] = true;
                orphans[above] |= pieces[above].body.len() <= FEW_LINES;
            }
            Kind::Counts => orphans[at] |= (!titled || labelled) && !pieces[above].headers.is_empty(),
            Kind::Text => orphans[at] |= !titled && pieces[above].titles.is_empty(),
        }
    }
    orphans
}

/// Whether the last of these pieces has no labels of its rows and no title, and another to its left has headers of the same
/// dimension: both may be one table.
fn goes_on_beside(sheet: &Sheet<'_>, pieces: &[&Layout]) -> bool {
    let Some((piece, before)) = pieces.split_last() else { return false };
    let speaks = |piece: &Layout| {
        let lowest: Vec<usize> = piece.counts().filter_map(|column| column.path.last().copied()).collect();
        axes::voted(sheet, None, &lowest, None)
    };
    let bare = piece.kind == Kind::Counts && piece.labels().next().is_none() && piece.titles.is_empty();
    let Some(own) = speaks(piece).filter(|_| bare) else { return false };
    let beside = |left: &Layout| {
        let (one, other) = (left.block, piece.block);
        one.last.col < other.first.col && one.first.row <= other.last.row && other.first.row <= one.last.row
    };
    before.iter().rev().any(|left| left.kind == Kind::Counts && beside(left) && speaks(left) == Some(own))
}
