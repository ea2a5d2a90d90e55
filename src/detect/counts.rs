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

struct Reader<'a> {
    sheet: &'a Sheet<'a>,
    shape: &'a Shape,
    labels: Vec<&'a Column>,
    counts: Vec<&'a Column>,
    /// For each count column, the labels in its header.
    headings: Vec<Vec<HeaderLabel>>,
    /// For each label column, its dimension and header words.
    named: Vec<(Option<DimensionId>, Arc<str>)>,
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
        let named = labels
            .iter()
            .map(|column| {
                let header = column.path.last().copied();
                if let Some(header) = header
                    && let Some(dimension) = dimensions::named(sheet, header, unit)
                {
                    return (Some(dimension), sheet.raw(header).clone());
                }
                match &title {
                    Some((dimension, words)) if labels.len() == 1 => (Some(*dimension), words.clone()),
                    _ => {
                        let cells: Vec<usize> = cells(sheet, shape, column).collect();
                        (dimensions::voted(sheet, &cells, unit), "".into())
                    }
                }
            })
            .collect();
        let above = vec![None; labels.len()];
        Self { sheet, shape, labels, counts, headings, named, section: None, above, parent: HashMap::new() }
    }

    fn row(&mut self, row: u32, values: &mut Vec<Value>, found: &mut Found<'_>) -> Result<(), String> {
        let sheet = self.sheet;
        let texts: Vec<Option<usize>> =
            self.labels.iter().map(|column| sheet.grid.find(At { row, col: column.col })).collect();
        let filled: Vec<usize> = sheet.row(self.shape.block, row).collect();
        if self.counts.iter().all(|column| sheet.grid.find(At { row, col: column.col }).is_none()) {
            return self.section_row(&texts, &filled, found);
        }
        for index in texts.iter().flatten() {
            found.mark(*index, CellRole::Label);
        }
        for column in self.shape.columns.iter().filter(|column| column.role != ColumnRole::Label) {
            if let Some(index) = sheet.grid.find(At { row, col: column.col }) {
                match column.role {
                    ColumnRole::LineNumber => found.mark(index, CellRole::LineNumber),
                    ColumnRole::Percent => found.set_aside(index, "it stands in a column of shares, not of counts"),
                    ColumnRole::Count | ColumnRole::Label => {}
                }
            }
        }
        let first = texts.iter().flatten().next().map(|index| sheet.words(*index));
        let total = first.is_some_and(|words| words.total);
        let subtotal = first.is_some_and(|words| words.subtotal);
        let of_which = first.is_some_and(|words| words.of_which.is_some());
        let row_labels = if total { Ok(Vec::new()) } else { self.row_labels(row, &texts) };
        for (position, column) in self.counts.clone().into_iter().enumerate() {
            let Some(index) = sheet.grid.find(At { row, col: column.col }) else { continue };
            let labels = row_labels.clone().and_then(|labels| Ok([labels, self.column_labels(position)?].concat()));
            let labels = match labels {
                Ok(labels) => labels,
                Err(reason) => {
                    found.set_aside(index, &reason);
                    continue;
                }
            };
            if !sheet.count_like(index) || matches!(sheet.raw(index).trim(), error if error.starts_with('#')) {
                found.set_aside(index, "it is no count");
                continue;
            }
            let headed = column.path.last().is_some_and(|i| sheet.words(*i).total || sheet.words(*i).count_header);
            if labels.is_empty() && !total && !headed {
                found.set_aside(index, "nothing labels it");
                continue;
            }
            let standing = if subtotal {
                Standing::Subtotal
            } else if total || self.is_total_column(position) || labels.is_empty() {
                Standing::Total
            } else if of_which && let Some(parent) = self.parent.get(&column.col) {
                Standing::OfWhich(*parent)
            } else {
                Standing::Plain
            };
            let is_total = matches!(standing, Standing::Total | Standing::Subtotal);
            found.mark(index, if is_total { CellRole::Total } else { CellRole::Value });
            if standing == Standing::Plain {
                self.parent.insert(column.col, values.len());
            }
            let total_words = match standing {
                Standing::Total | Standing::Subtotal if total || subtotal => texts.iter().flatten().next(),
                Standing::Total => column.path.last(),
                Standing::Plain | Standing::Subtotal | Standing::OfWhich(_) => None,
            };
            let total_words = total_words.map_or_else(|| "".into(), |index| sheet.raw(*index).clone());
            values.push(Value { at: sheet.at(index), labels, total_words, standing, unit: unit(sheet, column) });
        }
        Ok(())
    }

    /// A row with labels only: it names or labels the rows below it, or nobody knows what it does.
    fn section_row(&mut self, texts: &[Option<usize>], filled: &[usize], found: &mut Found<'_>) -> Result<(), String> {
        let sheet = self.sheet;
        let only = match (texts.iter().flatten().next(), filled) {
            (Some(text), [only]) if text == only => *only,
            _ => {
                // Header words again, as on a new page.
                for index in filled {
                    found.mark(*index, CellRole::Header);
                }
                let again = filled.iter().all(|index| sheet.words(*index).is_header());
                return if again { Ok(()) } else { Err("a row has labels but no counts".into()) };
            }
        };
        let raw: Arc<str> = sheet.raw(only).clone();
        if let Some(dimension) = dimensions::named(sheet, only, None) {
            found.mark(only, CellRole::Header);
            self.section = Some(Section::Names(dimension, raw));
            return Ok(());
        }
        if let Some(dimension) = dimensions::only(sheet, only, None) {
            found.mark(only, CellRole::Label);
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
        for (position, (column, text)) in self.labels.iter().zip(texts).enumerate() {
            let at = At { row, col: column.col };
            let merged = sheet.grid.merge_at(at).and_then(|merge| sheet.grid.find(merge.first));
            let inner_filled = texts[position + 1..].iter().any(Option::is_some);
            let carried = if inner_filled { self.above[position] } else { None };
            let index = text.or(merged).or(carried);
            if position < innermost && index.is_some() {
                self.above[position] = index;
            }
            let refines = column.path.last().is_some_and(|header| sheet.words(*header).refining);
            let Some(index) = index else {
                if refines || position < innermost {
                    continue;
                }
                return Err("its row has no label".into());
            };
            let (dimension, header) = match (&self.section, &self.named[position]) {
                (Some(Section::Names(dimension, words)), _) if position == 0 => (Some(*dimension), words.clone()),
                (_, (Some(dimension), words)) => (Some(*dimension), words.clone()),
                _ => (dimensions::only(sheet, index, None), "".into()),
            };
            let Some(dimension) = dimension else {
                return Err(format!("nothing says what its label `{}` speaks of", sheet.raw(index)));
            };
            labels.push(Attached { dimension, raw: sheet.raw(index).clone(), at, header, refines });
        }
        Ok(labels)
    }

    fn column_labels(&self, position: usize) -> Result<Vec<Attached>, String> {
        let sheet = self.sheet;
        let mut labels = Vec::new();
        if self.is_total_column(position) {
            return Ok(labels);
        }
        for label in &self.headings[position] {
            let Some(dimension) = label.dimension else {
                return Err(format!("nothing says what its header `{}` speaks of", sheet.raw(label.index)));
            };
            labels.push(Attached {
                dimension,
                raw: sheet.raw(label.index).clone(),
                at: sheet.at(label.index),
                header: label.header.map_or_else(|| "".into(), |index| sheet.raw(index).clone()),
                refines: label.header.is_some_and(|index| sheet.words(index).refining),
            });
        }
        Ok(labels)
    }

    /// A column headed `Total` beside labelled columns sums them; alone it is a column of counts.
    fn is_total_column(&self, position: usize) -> bool {
        let bottom = self.counts[position].path.last();
        let words = bottom.map(|index| self.sheet.words(*index));
        let labelled_sibling = || self.headings.iter().any(|labels| !labels.is_empty());
        words.is_some_and(|words| words.total || words.count_header)
            && self.headings[position].is_empty()
            && labelled_sibling()
    }
}

/// Body cells of a column.
fn cells(sheet: &Sheet<'_>, shape: &Shape, column: &Column) -> impl Iterator<Item = usize> {
    shape.body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: column.col }))
}

/// The unit a count column's header names.
fn unit(sheet: &Sheet<'_>, column: &Column) -> Option<usize> {
    column.path.iter().rev().find_map(|index| sheet.words(*index).unit)
}
