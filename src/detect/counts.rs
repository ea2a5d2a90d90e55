//! Tables of counts: every count gets the labels of its row, its column, and the section it stands in.

use std::collections::HashMap;
use std::sync::Arc;

use super::Found;
use super::dimensions::{self, HeaderLabel};
use super::shape::{Column, ColumnRole, Shape};
use super::sheet::Sheet;
use crate::model::finding::{Finding, Kind};
use crate::model::place::At;
use crate::model::table::{Attached, CellRole, Shape as TableShape, Standing, Table, Value};
use crate::model::term::{DimensionId, DimensionSet};

/// Reads a table of counts; `None`, with a finding, if its rows cannot be told apart.
pub(super) fn table(
    sheet: &Sheet<'_>,
    shape: &Shape,
    nearest: &[Arc<str>],
    titles: Vec<Arc<str>>,
    found: &mut Found<'_>,
) -> Option<Table> {
    let mut reader = Reader::new(sheet, shape, nearest);
    for row in &shape.headers {
        found.mark_row(sheet, shape, *row, CellRole::Header);
    }
    // A year or an age over a column is its label.
    for label in reader.headings.iter().flatten() {
        found.mark(label.index, CellRole::Label);
    }
    let mut values = Vec::new();
    for row in &shape.body {
        if let Err(reason) = reader.row(*row, &mut values, found) {
            let place = found.place(sheet.row(shape.block, *row).next().map_or(shape.block.first, |i| sheet.at(i)));
            found.findings.push(Finding::new(place, Kind::TableSetAside { reason }));
            for row in &shape.body {
                for index in sheet.row(shape.block, *row) {
                    found.mark(index, CellRole::SetAside);
                }
            }
            return None;
        }
    }
    // A total of parts that nobody understood says nothing.
    let aside = shape.body.iter().flat_map(|row| sheet.row(shape.block, *row)).any(|i| found.is_aside(i));
    if aside && !values.iter().any(|value| value.standing == Standing::Plain) {
        for index in values.iter().filter_map(|value| sheet.grid.find(value.at)) {
            found.set_aside(index, "it totals parts that were set aside");
        }
        values.clear();
    }
    let (first, last) = (shape.block.first, shape.block.last);
    Some(Table { first, last, shape: TableShape::Counts, values, columns: DimensionSet::default(), titles })
}

/// What a row without counts says of the rows below it.
enum Section {
    /// Names the dimension of the labels below.
    Names(DimensionId, Arc<str>),
    /// Is itself a label of the rows below.
    Label(Attached),
}

/// What a label column speaks of.
#[derive(Clone)]
struct Naming {
    dimension: Option<DimensionId>,
    /// The header's words, or a title's; empty where only the labels say it.
    words: Arc<str>,
}

struct Reader<'a> {
    sheet: &'a Sheet<'a>,
    shape: &'a Shape,
    labels: Vec<&'a Column>,
    /// Columns of text beside the counts that name nothing: their text goes nowhere.
    remarks: Vec<&'a Column>,
    counts: Vec<&'a Column>,
    /// For each count column, the labels in its header.
    headings: Vec<Vec<HeaderLabel>>,
    /// For each count column, whether it sums others.
    totals: Vec<bool>,
    /// For each count column, whether another has the same labels.
    twins: Vec<bool>,
    /// For each label column, what it speaks of.
    named: Vec<Naming>,
    section: Option<Section>,
    /// The last label written in each label column but the innermost, for rows that leave it blank.
    above: Vec<Option<usize>>,
    /// For each count column, the last plain value: what `of which` lies in.
    parent: HashMap<u32, usize>,
}

impl<'a> Reader<'a> {
    fn new(sheet: &'a Sheet<'a>, shape: &'a Shape, nearest: &[Arc<str>]) -> Self {
        let labels: Vec<&Column> = shape.labels().collect();
        let counts: Vec<&Column> = shape.counts().collect();
        let unit = counts.iter().find_map(|column| unit(sheet, column));
        let title = nearest.iter().find_map(|title| {
            let words = sheet.lexicon.recognise(title);
            let named = sheet.lexicon.for_unit(words.header_of, unit.or(sheet.unit)).single()?;
            Some((named, title.clone()))
        });
        let titled = title.as_ref().map(|(dimension, _)| *dimension);
        let headings = dimensions::header_labels(sheet, &counts, unit, titled);
        let totals = total_columns(sheet, &counts, &headings);
        let twins = twins(sheet, &counts, &headings, &totals);
        let naming = |column: &Column| {
            let header = column.path.last().copied();
            if let Some(header) = header
                && let Some(dimension) = dimensions::named(sheet, header, unit)
            {
                return Naming { dimension: Some(dimension), words: sheet.raw(header).clone() };
            }
            match &title {
                Some((dimension, words)) if labels.len() == 1 => {
                    Naming { dimension: Some(*dimension), words: words.clone() }
                }
                _ => {
                    let cells: Vec<usize> = cells(sheet, shape, column).collect();
                    Naming { dimension: dimensions::voted(sheet, &cells, unit), words: "".into() }
                }
            }
        };
        let first_count = counts.iter().map(|column| column.col).min().unwrap_or(0);
        let (kept, remarks): (Vec<_>, Vec<_>) = labels
            .iter()
            .map(|column| (*column, naming(column)))
            .partition(|(column, naming)| naming.dimension.is_some() || column.col < first_count);
        let (labels, named): (Vec<&Column>, Vec<Naming>) = kept.into_iter().unzip();
        let remarks = remarks.into_iter().map(|(column, _)| column).collect();
        let above = vec![None; labels.len()];
        Self {
            sheet,
            shape,
            labels,
            remarks,
            counts,
            headings,
            totals,
            twins,
            named,
            section: None,
            above,
            parent: HashMap::new(),
        }
    }

    fn row(&mut self, row: u32, values: &mut Vec<Value>, found: &mut Found<'_>) -> Result<(), String> {
        let sheet = self.sheet;
        let texts: Vec<Option<usize>> =
            self.labels.iter().map(|column| sheet.grid.find(At { row, col: column.col })).collect();
        let filled: Vec<usize> = sheet.row(self.shape.block, row).collect();
        if filled.iter().all(|index| self.repeats_header(*index)) {
            for index in filled {
                found.mark(index, CellRole::Header);
            }
            return Ok(());
        }
        if self.counts.iter().all(|column| sheet.grid.find(At { row, col: column.col }).is_none()) {
            return self.section_row(&texts, &filled, found);
        }
        self.mark_beside_counts(row, &texts, found);
        let words = || texts.iter().flatten().map(|index| (*index, sheet.words(*index)));
        let total = words().find(|(_, words)| words.total).map(|(index, _)| index);
        let subtotal = words().find(|(_, words)| words.subtotal).map(|(index, _)| index);
        let of_which = words().any(|(_, words)| words.of_which.is_some());
        let row_labels = self.row_labels(row, &texts);
        // `of which` lies in the row above it, not in an earlier one.
        let inside = if of_which { self.parent.clone() } else { std::mem::take(&mut self.parent) };
        for (position, column) in self.counts.clone().into_iter().enumerate() {
            let Some(index) = sheet.grid.find(At { row, col: column.col }) else { continue };
            let labels = row_labels.clone().and_then(|labels| Ok([labels, self.column_labels(position)?].concat()));
            let headed = column.path.last().is_some_and(|i| sheet.words(*i).total || sheet.words(*i).count_header);
            let labels =
                labels.and_then(|labels| match (sheet.may_count(index) && !sheet.is_error(index), labels.is_empty()) {
                    (false, _) => Err("it is no count".to_owned()),
                    (true, true) if total.is_none() && !headed => Err("nothing labels it".to_owned()),
                    (true, _) => Ok(labels),
                });
            let labels = match labels {
                Ok(labels) => labels,
                Err(reason) => {
                    found.set_aside(index, &reason);
                    continue;
                }
            };
            let total_column = self.totals[position];
            let (standing, words) = match (subtotal, total, inside.get(&column.col)) {
                (Some(words), _, _) => (Standing::Subtotal, Some(words)),
                (None, Some(words), _) => (Standing::Total, Some(words)),
                (None, None, _) if total_column || labels.is_empty() => (Standing::Total, column.path.last().copied()),
                (None, None, Some(parent)) if of_which => (Standing::OfWhich(*parent), None),
                (None, None, _) => (Standing::Plain, None),
            };
            let is_total = matches!(standing, Standing::Total | Standing::Subtotal);
            found.mark(index, if is_total { CellRole::Total } else { CellRole::Value });
            if standing == Standing::Plain {
                self.parent.insert(column.col, values.len());
            }
            let total_words = words.map_or_else(|| "".into(), |index| sheet.raw(index).clone());
            values.push(Value { at: sheet.at(index), labels, total_words, standing, unit: unit(sheet, column) });
        }
        Ok(())
    }

    /// Header words again, as on a new page.
    fn repeats_header(&self, index: usize) -> bool {
        let (sheet, at) = (self.sheet, self.sheet.at(index));
        let above = self.shape.headers.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: at.col }));
        above.into_iter().any(|header| sheet.words(header).normal == sheet.words(index).normal)
    }

    /// Labels, line numbers, shares and remarks of a row.
    fn mark_beside_counts(&self, row: u32, texts: &[Option<usize>], found: &mut Found<'_>) {
        let sheet = self.sheet;
        for index in texts.iter().flatten() {
            found.mark(*index, CellRole::Label);
        }
        let cell = |column: &Column| sheet.grid.find(At { row, col: column.col });
        for index in self.remarks.iter().filter_map(|column| cell(column)) {
            found.set_aside(index, "its column names no dimension: the text is not loaded");
        }
        for column in &self.shape.columns {
            match (column.role, cell(column)) {
                (ColumnRole::LineNumber, Some(index)) => found.mark(index, CellRole::LineNumber),
                (ColumnRole::Percent, Some(index)) => {
                    found.set_aside(index, "it stands in a column of shares, not of counts");
                }
                _ => {}
            }
        }
    }

    /// A row with labels only: it names or labels the rows below it, or nobody knows what it does.
    fn section_row(&mut self, texts: &[Option<usize>], filled: &[usize], found: &mut Found<'_>) -> Result<(), String> {
        let sheet = self.sheet;
        let only = match (texts.iter().flatten().next(), filled) {
            (Some(text), [only]) if text == only => *only,
            _ => {
                for index in filled {
                    found.mark(*index, CellRole::Label);
                }
                // The counts of these labels are blank: nothing is stated of them.
                return if texts.iter().any(Option::is_some) { Ok(()) } else { Err("a row has no counts".into()) };
            }
        };
        let raw = sheet.label(only);
        if let Some(dimension) = dimensions::named(sheet, only, None) {
            found.mark(only, CellRole::Header);
            self.section = Some(Section::Names(dimension, raw));
            return Ok(());
        }
        if let Some(dimension) = dimensions::only(sheet, only, None) {
            found.mark(only, CellRole::Label);
            if self.named.first().is_some_and(|own| own.dimension == Some(dimension)) {
                // One of the column's own labels, with its count left blank.
                return Ok(());
            }
            let at = sheet.at(only);
            self.section = Some(Section::Label(Attached { dimension, raw, at, header: "".into(), refines: false }));
            return Ok(());
        }
        Err("a row without counts may group the rows below it, and what it says is not known".into())
    }

    /// The labels of a row: its own, those it leaves blank because they stand above, and its section's.
    fn row_labels(&mut self, row: u32, texts: &[Option<usize>]) -> Result<Vec<Attached>, String> {
        let sheet = self.sheet;
        let mut labels: Vec<Attached> = Vec::new();
        if let Some(Section::Label(label)) = &self.section {
            labels.push(label.clone());
        }
        let innermost = texts.len().saturating_sub(1);
        let sums = |index: &usize| sheet.words(*index).total || sheet.words(*index).subtotal;
        let is_total = texts.iter().flatten().any(sums);
        for (position, (column, text)) in self.labels.iter().zip(texts).enumerate() {
            let at = At { row, col: column.col };
            let merged = sheet.grid.merge_at(at).and_then(|merge| sheet.grid.find(merge.first));
            let inner_filled = texts[position + 1..].iter().any(Option::is_some);
            let carried = if inner_filled { self.above[position] } else { None };
            let index = text.or(merged).or(carried);
            if position < innermost && index.is_some_and(|index| !sums(&index)) {
                self.above[position] = index;
            }
            let refines = column.path.last().is_some_and(|header| sheet.words(*header).refining);
            let Some(index) = index.filter(|index| !sums(index)) else {
                if is_total || refines || position < innermost {
                    continue;
                }
                return Err("its row has no label".into());
            };
            let own = &self.named[position];
            let (dimension, header) = match (&self.section, own.dimension) {
                (Some(Section::Names(dimension, words)), _) if position == 0 => (Some(*dimension), words.clone()),
                (_, Some(dimension)) => (Some(dimension), own.words.clone()),
                _ => (dimensions::only(sheet, index, None), "".into()),
            };
            let Some(dimension) = dimension else {
                return Err("nothing says what the label of its row speaks of".into());
            };
            // Only the labels say what the column speaks of, and this one says otherwise.
            let known = sheet.words(index).label_of;
            if header.is_empty() && !known.is_empty() && !known.contains(dimension) {
                return Err("the label of its row speaks of something else than its column".into());
            }
            labels.push(Attached { dimension, raw: sheet.label(index), at, header, refines });
        }
        Ok(labels)
    }

    fn column_labels(&self, position: usize) -> Result<Vec<Attached>, String> {
        let sheet = self.sheet;
        if self.twins[position] {
            return Err("two columns of counts have the same labels".into());
        }
        let mut labels = Vec::new();
        for label in &self.headings[position] {
            let Some(dimension) = label.dimension else {
                return Err(format!("nothing says what its header `{}` speaks of", sheet.label(label.index)));
            };
            labels.push(Attached {
                dimension,
                raw: sheet.label(label.index),
                at: sheet.at(label.index),
                header: label.header.map_or_else(|| "".into(), |index| sheet.raw(index).clone()),
                refines: label.header.is_some_and(|index| sheet.words(index).refining),
            });
        }
        Ok(labels)
    }
}

/// Which columns sum others: headed `Total` beside columns with more labels. Alone, such a column holds counts.
fn total_columns(sheet: &Sheet<'_>, counts: &[&Column], headings: &[Vec<HeaderLabel>]) -> Vec<bool> {
    let most = headings.iter().map(Vec::len).max().unwrap_or(0);
    let sums = |(column, labels): (&&Column, &Vec<HeaderLabel>)| {
        let words = column.path.last().map(|index| sheet.words(*index));
        words.is_some_and(|words| words.total || words.count_header && labels.is_empty()) && labels.len() < most
    };
    counts.iter().zip(headings).map(sums).collect()
}

/// Which columns of counts have the same labels and unit as another: which of the two to load, nobody says.
fn twins(sheet: &Sheet<'_>, counts: &[&Column], headings: &[Vec<HeaderLabel>], totals: &[bool]) -> Vec<bool> {
    let labels = |at: usize| {
        let label = |label: &HeaderLabel| (label.dimension, sheet.words(label.index).normal.as_str());
        (headings[at].iter().map(label).collect::<Vec<_>>(), unit(sheet, counts[at]))
    };
    let mut times: HashMap<_, usize> = HashMap::new();
    for at in (0..counts.len()).filter(|at| !totals[*at]) {
        *times.entry(labels(at)).or_default() += 1;
    }
    (0..counts.len()).map(|at| !totals[at] && times[&labels(at)] > 1).collect()
}

/// Body cells of a column.
fn cells(sheet: &Sheet<'_>, shape: &Shape, column: &Column) -> impl Iterator<Item = usize> {
    shape.body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: column.col }))
}

/// The unit a count column's header names.
fn unit(sheet: &Sheet<'_>, column: &Column) -> Option<usize> {
    column.path.iter().rev().find_map(|index| sheet.words(*index).unit)
}
