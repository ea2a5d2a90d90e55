//! Which dimension a label column, a header row or a section speaks of: by its header word, else by its labels.

use std::collections::BTreeMap;

use super::shape::Column;
use super::sheet::Sheet;
use crate::model::term::{DimensionId, DimensionSet};

/// The dimension a header names, once the unit has told ages of victims from ages of suspects.
pub(super) fn named(sheet: &Sheet<'_>, header: usize, unit: Option<usize>) -> Option<DimensionId> {
    sheet.lexicon.for_unit(sheet.words(header).header_of, unit.or(sheet.unit)).single()
}

/// The one dimension that most of these labels may belong to; `None` if there is no such one.
pub(super) fn voted(sheet: &Sheet<'_>, labels: &[usize], unit: Option<usize>) -> Option<DimensionId> {
    let mut votes: BTreeMap<DimensionId, usize> = BTreeMap::new();
    let mut cast = 0;
    for index in labels.iter().filter(|index| !sheet.words(**index).total) {
        cast += 1;
        for id in fitting(sheet, *index, unit).iter() {
            *votes.entry(id).or_default() += 1;
        }
    }
    let most = *votes.values().max()?;
    let mut best = votes.into_iter().filter(|(_, count)| *count == most);
    match (best.next(), best.next()) {
        (Some((id, _)), None) if most * 2 > cast => Some(id),
        _ => None,
    }
}

/// The only dimension one label may belong to.
pub(super) fn only(sheet: &Sheet<'_>, label: usize, unit: Option<usize>) -> Option<DimensionId> {
    fitting(sheet, label, unit).single()
}

fn fitting(sheet: &Sheet<'_>, label: usize, unit: Option<usize>) -> DimensionSet {
    sheet.lexicon.for_unit(sheet.words(label).label_of, unit.or(sheet.unit))
}

/// A label over a count column, and what it speaks of.
#[derive(Debug, Clone)]
pub(super) struct HeaderLabel {
    pub index: usize,
    pub dimension: Option<DimensionId>,
    /// The cell that names the dimension, if there is one.
    pub header: Option<usize>,
}

/// The labels in the header paths of the count columns: what is no header word itself. The dimension is the one named
/// above it in its path, else the one most labels of its row may belong to, else the one the table's title names.
pub(super) fn header_labels(
    sheet: &Sheet<'_>,
    columns: &[&Column],
    unit: Option<usize>,
    titled: Option<DimensionId>,
) -> Vec<Vec<HeaderLabel>> {
    let is_label = |index: &usize| {
        let words = sheet.words(*index);
        !words.total && !words.is_header()
    };
    let mut votes: BTreeMap<u32, Option<DimensionId>> = BTreeMap::new();
    let mut vote = |row: u32| {
        *votes.entry(row).or_insert_with(|| {
            let mut labels: Vec<usize> = columns
                .iter()
                .flat_map(|column| &column.path)
                .copied()
                .filter(|index| sheet.at(*index).row == row && is_label(index))
                .collect();
            labels.dedup();
            voted(sheet, &labels, unit)
        })
    };
    let mut out = Vec::new();
    for column in columns {
        let mut header = None;
        let mut labels = Vec::new();
        for index in &column.path {
            if is_label(index) {
                let above = header.and_then(|above| named(sheet, above, unit));
                let dimension = above.or_else(|| vote(sheet.at(*index).row)).or(titled);
                labels.push(HeaderLabel { index: *index, dimension, header });
                header = None;
            } else if !sheet.words(*index).header_of.is_empty() {
                header = Some(*index);
            }
        }
        out.push(labels);
    }
    out
}
