//! Which dimension a label column, a header row or a section speaks of: by its header word, else by its labels.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::columns::Column;
use super::layout::Layout;
use super::sheet::{Block, Sheet};
use crate::lexicon::Recognised;
use crate::model::because::{Because, Says, Stands};
use crate::model::place::At;
use crate::model::table::Attached;
use crate::model::term::{DimensionId, DimensionSet};

/// The labels of a line of counts: of a row, or of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub labels: Vec<Attached>,
    /// For each label, whether it is written elsewhere and hangs over this line too.
    pub carried: Vec<bool>,
    /// The words that make it a total.
    pub total: Option<usize>,
    pub subtotal: Option<usize>,
    /// Lies in the line above it.
    pub of_which: bool,
    /// What follows lies in it.
    pub parts_below: bool,
    /// Words say that it holds counts, so that it needs no label.
    pub headed: bool,
}

impl Line {
    pub(super) fn push(&mut self, label: Attached, carried: bool) {
        self.labels.push(label);
        self.carried.push(carried);
    }
}

/// What a label column speaks of.
#[derive(Debug, Clone)]
pub(super) struct Naming {
    pub dimension: Option<DimensionId>,
    /// The header's words, or a title's; empty where only the labels say it.
    pub words: Arc<str>,
    /// A blank cell has the label above it.
    pub carries: bool,
    /// What says which dimension it is.
    pub says: Option<Says>,
}

/// What speaks for the dimension of each label column.
pub(super) fn reasons(labels: &[(&Column, Naming)]) -> Vec<Because> {
    let mut why = Vec::new();
    for (column, naming) in labels {
        if let (Some(dimension), Some(says)) = (naming.dimension, &naming.says) {
            Because::add(&mut why, dimension, Stands::Left(column.col), || says.clone());
        }
    }
    why
}

/// The dimension that most labels may belong to: how many, of how many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vote {
    pub dimension: DimensionId,
    known: usize,
    of: usize,
}

impl Vote {
    pub(super) fn says(self) -> Says {
        Says::Labels { known: self.known, of: self.of }
    }
}

/// The dimension a header names, once the unit has told ages of victims from ages of suspects.
pub(super) fn named(sheet: &Sheet<'_>, header: usize, unit: Option<usize>) -> Option<DimensionId> {
    sheet.lexicon.for_unit(sheet.words(header).header_of, unit.or(sheet.unit)).single()
}

/// The one dimension that most of these labels may belong to; `None` if there is no such one. In a block, a label may be
/// broken over two rows.
pub(super) fn voted(
    sheet: &Sheet<'_>,
    block: Option<Block>,
    labels: &[usize],
    unit: Option<usize>,
) -> Option<DimensionId> {
    vote(sheet, block, labels, unit).map(|vote| vote.dimension)
}

/// The same, with how plain it is.
pub(super) fn vote(sheet: &Sheet<'_>, block: Option<Block>, labels: &[usize], unit: Option<usize>) -> Option<Vote> {
    let mut votes: BTreeMap<DimensionId, usize> = BTreeMap::new();
    let ballots = ballots(sheet, block, labels, unit);
    for id in ballots.iter().flat_map(|fits| fits.iter()) {
        *votes.entry(id).or_default() += 1;
    }
    let most = *votes.values().max()?;
    let mut best = votes.into_iter().filter(|(_, count)| *count == most);
    match (best.next(), best.next()) {
        (Some((dimension, known)), None) if most * 2 >= ballots.len() => {
            Some(Vote { dimension, known, of: ballots.len() })
        }
        _ => None,
    }
}

/// What each label may belong to; totals are no labels.
fn ballots(sheet: &Sheet<'_>, block: Option<Block>, labels: &[usize], unit: Option<usize>) -> Vec<DimensionSet> {
    let labels: Vec<usize> = labels.iter().copied().filter(|index| !sheet.words(*index).sums()).collect();
    let mut ballots = Vec::new();
    let mut rest = labels.as_slice();
    while let [index, after @ ..] = rest {
        rest = after;
        let mut fits = fitting(sheet, *index, unit);
        // A label broken over two rows is one label.
        if let (true, Some(next)) = (fits.is_empty(), after.first())
            && block.is_some_and(|block| sheet.row(block, sheet.at(*index).row).len() == 1)
            && let Some(whole) = whole(sheet, *index, *next)
        {
            (fits, rest) = (sheet.lexicon.for_unit(whole.label_of, unit.or(sheet.unit)), &after[1..]);
        }
        ballots.push(fits);
    }
    ballots
}

/// What the label is whose halves stand in two rows, if the second half is none by itself.
pub(super) fn whole(sheet: &Sheet<'_>, first: usize, second: usize) -> Option<Recognised> {
    let is_half = sheet.words(second).label_of.is_empty();
    let whole = is_half.then(|| sheet.lexicon.recognise(&joined(sheet.raw(first), sheet.raw(second))))?;
    (!whole.label_of.is_empty()).then_some(whole)
}

/// A label whose halves stand in two rows.
pub(super) fn joined(first: &str, second: &str) -> String {
    format!("{} {}", first.trim_end(), second.trim_start())
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
    /// What says which dimension it is.
    pub says: Option<Says>,
}

/// The labels in the header paths of the count columns: what is no header word itself. The dimension is the one named
/// above it in its path, else the one most labels of its row may belong to, else the one the table's title names.
pub(super) fn header_labels(
    sheet: &Sheet<'_>,
    layout: &Layout,
    columns: &[&Column],
    unit: Option<usize>,
    titled: Option<&(DimensionId, Arc<str>)>,
) -> Vec<Vec<HeaderLabel>> {
    let is_label = |index: &usize| {
        let words = sheet.words(*index);
        !words.sums() && !words.is_header()
    };
    let mut votes: BTreeMap<u32, Option<Vote>> = BTreeMap::new();
    let mut vote_of = |row: u32| {
        *votes.entry(row).or_insert_with(|| {
            let mut labels: Vec<usize> = columns
                .iter()
                .flat_map(|column| &column.path)
                .copied()
                .filter(|index| sheet.at(*index).row == row && is_label(index))
                .collect();
            labels.dedup();
            vote(sheet, None, &labels, unit)
        })
    };
    let mut out = Vec::new();
    for column in columns {
        let mut header = None;
        let mut labels = Vec::new();
        for index in &column.path {
            let said = layout.given.up.iter().find(|(row, ..)| *row == sheet.at(*index).row);
            if let Some((_, dimension, _)) = said.filter(|_| !sheet.words(*index).sums()) {
                let says = Some(Says::Recipe);
                labels.push(HeaderLabel { index: *index, dimension: Some(*dimension), header, says });
            } else if is_label(index) && layout.given.up.is_empty() {
                let above = header.and_then(|above| Some((named(sheet, above, unit)?, headed(sheet, above))));
                let elected = || vote_of(sheet.at(*index).row).map(|vote| (vote.dimension, vote.says()));
                let titled = || titled.map(|(dimension, words)| (*dimension, Says::Title(words.clone())));
                let (dimension, says) = above.or_else(elected).or_else(titled).unzip();
                labels.push(HeaderLabel { index: *index, dimension, header, says });
                header = None;
            } else if !sheet.words(*index).header_of.is_empty() {
                header = Some(*index);
            }
        }
        out.push(labels);
    }
    out
}

fn headed(sheet: &Sheet<'_>, header: usize) -> Says {
    Says::Header { words: sheet.raw(header).clone(), at: sheet.at(header) }
}

/// The dimension that the nearest title names, with its words.
pub(super) fn titled(sheet: &Sheet<'_>, nearest: &[Arc<str>], unit: Option<usize>) -> Option<(DimensionId, Arc<str>)> {
    nearest.iter().find_map(|title| {
        let words = sheet.lexicon.recognise(title);
        let named = sheet.lexicon.for_unit(words.header_of, unit.or(sheet.unit)).single()?;
        Some((named, title.clone()))
    })
}

/// The label columns of a table and what each speaks of; and columns of text beside the counts that name nothing,
/// whose text goes nowhere.
pub(super) fn label_columns<'l>(
    sheet: &Sheet<'_>,
    layout: &'l Layout,
    unit: Option<usize>,
    title: Option<&(DimensionId, Arc<str>)>,
) -> (Vec<(&'l Column, Naming)>, Vec<&'l Column>) {
    let first_count = layout.counts().map(|column| column.col).min().unwrap_or(0);
    let said = |column: &Column| layout.given.left.iter().find(|(col, ..)| *col == column.col);
    if !layout.given.left.is_empty() {
        let naming = |column: &Column| {
            let words = column.path.last().map_or_else(|| "".into(), |header| sheet.raw(*header).clone());
            let says = Some(Says::Recipe);
            said(column).map(|(_, dimension, carries)| Naming {
                dimension: Some(*dimension),
                words,
                carries: *carries,
                says,
            })
        };
        let kept = layout.labels().filter_map(|column| Some((column, naming(column)?))).collect();
        return (kept, Vec::new());
    }
    let alone = layout.labels().count() == 1;
    let innermost = layout.labels().last().map(|column| column.col);
    let named = layout.labels().map(|column| (column, naming(sheet, layout, column, unit, title.filter(|_| alone))));
    let (kept, remarks): (Vec<_>, Vec<_>) =
        named.partition(|(column, naming)| naming.dimension.is_some() || column.col < first_count);
    let mut kept: Vec<(&Column, Naming)> = kept;
    for (column, naming) in &mut kept {
        naming.carries = innermost != Some(column.col);
    }
    (kept, remarks.into_iter().map(|(column, _)| column).collect())
}

/// What a label column speaks of: its header, unless its labels all speak of something else; else the title; else most
/// of its labels.
fn naming(
    sheet: &Sheet<'_>,
    layout: &Layout,
    column: &Column,
    unit: Option<usize>,
    title: Option<&(DimensionId, Arc<str>)>,
) -> Naming {
    let cells: Vec<usize> =
        layout.body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: column.col })).collect();
    if let Some(header) = column.path.last()
        && let Some(dimension) = named(sheet, *header, unit)
    {
        let fits = |index: &usize| sheet.words(*index).label_of.contains(dimension);
        let over_counts = || layout.counts().flat_map(|count| &count.path).any(fits);
        // Whatever the unit: under `Age of suspect`, an age is no victim's because victims are counted.
        let own = || cells.iter().any(|index| !sheet.words(*index).sums() && fits(index));
        let fitting = own()
            || ballots(sheet, Some(layout.block), &cells, unit).into_iter().any(|ballot| ballot.contains(dimension));
        return match vote(sheet, Some(layout.block), &cells, unit).filter(|_| !fitting) {
            // `Year` in the corner over outcomes names what stands over the counts.
            Some(other) => {
                let dimension = Some(other.dimension).filter(|_| over_counts());
                Naming { dimension, words: "".into(), carries: false, says: Some(other.says()) }
            }
            None => {
                let says = Some(headed(sheet, *header));
                Naming { dimension: Some(dimension), words: sheet.raw(*header).clone(), carries: false, says }
            }
        };
    }
    if let Some((dimension, words)) = title {
        let says = Some(Says::Title(words.clone()));
        return Naming { dimension: Some(*dimension), words: words.clone(), carries: false, says };
    }
    let (dimension, says) =
        vote(sheet, Some(layout.block), &cells, unit).map(|vote| (vote.dimension, vote.says())).unzip();
    Naming { dimension, words: "".into(), carries: false, says }
}
