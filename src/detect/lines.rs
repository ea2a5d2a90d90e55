//! Tables of lines without counts: one case a line, or lists side by side. Which of the two is not decided here.

use std::sync::Arc;

use super::axes;
use super::columns::{Column, ColumnRole};
use super::found::Found;
use super::layout::Layout;
use super::sheet::Sheet;
use crate::model::because::{Because, Says, Stands};
use crate::model::place::At;
use crate::model::table::{Attached, CellRole, Shape as TableShape, Standing, Table, Value};
use crate::model::term::DimensionSet;

/// Reads each line with a label for every known column, blank ones included. `None`, with a finding, if the lines are
/// amounts of money by label: they are neither cases nor counts.
pub(super) fn table(sheet: &Sheet<'_>, layout: &Layout, titles: Vec<Arc<str>>, found: &mut Found<'_>) -> Option<Table> {
    let cell = |row: u32, column: &Column| sheet.grid.find(At { row, col: column.col });
    let is_money = |column: &Column| {
        let cells = || layout.body.iter().filter_map(|row| cell(*row, column));
        cells().next().is_some() && cells().all(|index| sheet.is_money(index))
    };
    if layout.columns.iter().any(is_money) {
        let reason = "it holds amounts of money, not counts".into();
        return found.table_aside(sheet, layout, layout.block.first, reason);
    }
    for row in &layout.headers {
        found.mark_row(sheet, layout, *row, CellRole::Header);
    }
    let repeats = |index: usize| {
        let above = |row: &u32| sheet.grid.find(At { row: *row, col: sheet.at(index).col });
        layout.headers.iter().filter_map(above).any(|head| sheet.words(head).normal == sheet.words(index).normal)
    };
    let named = |column: &&Column| column.path.last().is_some_and(|index| !sheet.words(*index).header_of.is_empty());
    let has_figures =
        |column: &&Column| layout.body.iter().filter_map(|row| cell(*row, column)).any(|i| sheet.may_be_figure(i));
    let unnamed = layout.columns.iter().filter(|column| !named(column) && column.role != ColumnRole::LineNumber);
    let figures = unnamed.filter(has_figures).count();
    // A number or two may be an attribute of the line; more of them are counts under headers that were not understood.
    let many_figures = figures > 1 && figures >= layout.columns.iter().filter(named).count();
    let mut columns = Vec::new();
    let mut why = Vec::new();
    for column in &layout.columns {
        let header = column.path.last().copied();
        let cells: Vec<usize> =
            layout.body.iter().filter_map(|row| sheet.grid.find(At { row: *row, col: column.col })).collect();
        let said = layout.given.left.iter().find(|(col, ..)| *col == column.col);
        let dimension = match said {
            Some((_, dimension, _)) => Some(*dimension),
            None => header.and_then(|header| axes::named(sheet, header, None)).filter(|_| layout.given.left.is_empty()),
        };
        let role = match (column.role, dimension) {
            (ColumnRole::LineNumber, _) => CellRole::LineNumber,
            (_, Some(_)) => CellRole::Label,
            _ => CellRole::SetAside,
        };
        for index in &cells {
            found.mark(*index, role);
        }
        if role == CellRole::SetAside && !cells.is_empty() {
            // Counted and placed; its text goes nowhere.
            let is_attribute = header.is_none_or(|header| {
                let words = sheet.words(header);
                !words.sums() && !words.count_header && !words.percent && words.label_of.is_empty()
            });
            for index in &cells {
                let reason = "the header of its column names no dimension";
                found.set_aside(*index, reason);
                if !is_attribute || many_figures {
                    found.open.push(*index);
                }
            }
        }
        if role == CellRole::Label && said.is_none() {
            // `Gender` or `Number` among the labels: the table lies on its side.
            let heads = |index: &&usize| {
                let words = sheet.words(**index);
                words.is_header() && !words.sums() && words.label_of.is_empty() && !repeats(**index)
            };
            found.open.extend(cells.iter().filter(heads));
        }
        if let (Some(header), Some(dimension)) = (header, dimension) {
            let words: Arc<str> = sheet.raw(header).clone();
            Because::add(&mut why, dimension, Stands::Column(column.col), || match said {
                Some(_) => Says::Recipe,
                None => Says::Header { words: words.clone(), at: sheet.at(header) },
            });
            columns.push((column.col, dimension, words, sheet.words(header).refining));
        }
    }
    let known: Vec<u32> = layout
        .columns
        .iter()
        .map(|column| (column.role, column.col))
        .filter(|(role, col)| *role == ColumnRole::LineNumber || columns.iter().any(|(known, ..)| known == col))
        .map(|(_, col)| col)
        .collect();
    // A total under the lines is no line.
    let mut totals = Vec::new();
    let mut repeated = Vec::new();
    let line = |row: &u32| {
        let cells: Vec<usize> = sheet.row(layout.block, *row).collect();
        if cells.iter().all(|index| repeats(*index)) {
            repeated.extend(cells);
            return None;
        }
        let first = cells.iter().find(|index| known.contains(&sheet.at(**index).col));
        if first.is_some_and(|index| sheet.words(*index).total) {
            totals.extend(cells);
            return None;
        }
        let at = first.map_or(At { row: *row, col: *known.first()? }, |index| sheet.at(*index));
        let labels = columns
            .iter()
            .map(|(col, dimension, header, refines)| {
                let at = At { row: *row, col: *col };
                let raw = sheet.grid.find(at).map_or_else(|| "".into(), |index| sheet.label(index));
                Attached { dimension: *dimension, raw, at, header: header.clone(), refines: *refines }
            })
            .collect();
        Some(Value { at, labels, total_words: "".into(), standing: Standing::Plain, unit: None })
    };
    let values = layout.body.iter().filter_map(line).collect();
    for index in repeated {
        found.mark(index, CellRole::Header);
    }
    for index in &totals {
        found.set_aside(*index, "it stands in a total under lines of labels");
    }
    // A list has one total, a table of counts has one a column.
    if totals.iter().filter(|index| sheet.may_be_figure(**index)).count() > 1 {
        found.open.extend(totals);
    }
    Some(Table {
        first: layout.block.first,
        last: layout.block.last,
        shape: TableShape::Lines,
        values,
        figures: Vec::new(),
        shares: None,
        columns: columns.iter().map(|(_, dimension, ..)| *dimension).collect::<DimensionSet>(),
        grain: layout.given.grain,
        numbered: layout.columns.iter().any(|column| column.role == ColumnRole::LineNumber),
        titles,
        why,
    })
}
