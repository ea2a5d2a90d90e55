//! The labels of each column of counts, from the header cells that hang over it.

use std::collections::HashMap;
use std::sync::Arc;

use super::axes::{self, HeaderLabel, Line};
use super::columns::Column;
use super::found::Unread;
use super::layout::Layout;
use super::sheet::Sheet;
use crate::model::because::{Because, Says, Stands};
use crate::model::place::At;
use crate::model::table::Attached;
use crate::model::term::DimensionId;

/// The labels of the columns of counts, in their order, or why a column has none.
pub(super) fn read(
    sheet: &Sheet<'_>,
    layout: &Layout,
    counts: &[&Column],
    unit: Option<usize>,
    titled: Option<&(DimensionId, Arc<str>)>,
    why: &mut Vec<Because>,
) -> Vec<Result<Line, Unread>> {
    let headings = axes::header_labels(sheet, layout, counts, unit, titled);
    let totals = totals(sheet, counts, &headings);
    let twins = twins(sheet, counts, &headings, &totals);
    let labelled = headings.iter().any(|labels| !labels.is_empty());
    let line = |at: usize| {
        if twins[at] {
            return Err(Unread::misplaced("two columns of counts have the same labels"));
        }
        let subtotal = counts[at].path.iter().copied().find(|index| sheet.words(*index).subtotal);
        let total = totals[at].filter(|_| subtotal.is_none());
        let headed = is_headed(sheet, counts[at]);
        if labelled && headings[at].is_empty() && total.is_none() && subtotal.is_none() && !headed {
            return Err(Unread::misplaced("no header says what its column holds"));
        }
        let mut line = Line { total, subtotal, headed, ..Line::default() };
        for label in &headings[at] {
            let Some(dimension) = label.dimension else {
                let words = sheet.label(label.index);
                return Err(Unread::Misplaced(format!("nothing says what its header `{words}` speaks of")));
            };
            if sheet.words(label.index).of_which.is_some() {
                return Err(Unread::misplaced("it lies in another column"));
            }
            let place = sheet.at(label.index);
            Because::add(why, dimension, Stands::Up(place.row), || label.says.clone().unwrap_or(Says::Itself));
            let own = place.col == counts[at].col
                || sheet.grid.merge_at(At { row: place.row, col: counts[at].col }).is_some_and(|m| m.first == place);
            let attached = Attached {
                dimension,
                raw: sheet.label(label.index),
                at: place,
                header: label.header.map_or_else(|| "".into(), |index| sheet.raw(index).clone()),
                refines: label.header.is_some_and(|index| sheet.words(index).refining),
            };
            line.push(attached, !own);
        }
        Ok(line)
    };
    (0..counts.len()).map(line).collect()
}

/// The unit a count column's header names. What the table above counts, this one may not.
pub(super) fn unit(sheet: &Sheet<'_>, column: &Column) -> Option<usize> {
    column.path[column.lent..].iter().rev().find_map(|index| sheet.words(*index).unit)
}

/// The unit of columns whose own headers name none: the only one that any of them names.
pub(super) fn unit_of_all(sheet: &Sheet<'_>, counts: &[&Column]) -> Option<usize> {
    let mut units: Vec<usize> = counts.iter().filter_map(|column| unit(sheet, column)).collect();
    units.sort_unstable();
    units.dedup();
    if let [only] = units.as_slice() { Some(*only) } else { None }
}

/// Whether a header says that the column holds counts, or sums.
fn is_headed(sheet: &Sheet<'_>, column: &Column) -> bool {
    column.path.iter().any(|index| sheet.words(*index).total || sheet.words(*index).count_header)
}

/// Which columns sum others: headed `Total` beside columns with more labels. Alone, such a column holds counts.
fn totals(sheet: &Sheet<'_>, counts: &[&Column], headings: &[Vec<HeaderLabel>]) -> Vec<Option<usize>> {
    let most = headings.iter().map(Vec::len).max().unwrap_or(0);
    let sums = |(column, labels): (&&Column, &Vec<HeaderLabel>)| {
        let total = column.path.iter().rev().find(|index| {
            let words = sheet.words(**index);
            words.sums() || words.total_of.is_some() && words.label_of.is_empty()
        });
        let bare = column.path.last().filter(|index| sheet.words(**index).count_header && labels.is_empty());
        total.or(bare).copied().filter(|_| labels.len() < most)
    };
    counts.iter().zip(headings).map(sums).collect()
}

/// Which columns of counts have the same labels and unit as another: which of the two to load, nobody says.
fn twins(sheet: &Sheet<'_>, counts: &[&Column], headings: &[Vec<HeaderLabel>], totals: &[Option<usize>]) -> Vec<bool> {
    let labels = |at: usize| {
        let label = |label: &HeaderLabel| (label.dimension, sheet.words(label.index).normal.as_str());
        (headings[at].iter().map(label).collect::<Vec<_>>(), unit(sheet, counts[at]))
    };
    let mut times: HashMap<_, usize> = HashMap::new();
    for at in (0..counts.len()).filter(|at| totals[*at].is_none()) {
        *times.entry(labels(at)).or_default() += 1;
    }
    (0..counts.len()).map(|at| totals[at].is_none() && times[&labels(at)] > 1).collect()
}
