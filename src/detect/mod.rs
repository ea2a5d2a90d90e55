//! **detect**: a grid -> tables; every non-blank cell gets exactly one role.
//!
//! Must never decide a term: it sees texts only through [`Lexicon::recognise`], which says what a text may be. The
//! steps, one a module: [`blocks`] cuts the sheet at its blank rows and columns and joins what only a spacer parts;
//! [`shape`] finds titles, headers, label and count columns of a block; [`dimensions`] says what each label column
//! and header speaks of; [`counts`] and [`lines`] attach the labels to each count, or read each line of a list.
//! What is not understood is set aside with its place and reason, never loaded on a guess.

mod axes;
mod blocks;
mod columns;
mod counts;
mod headers;
mod heads;
mod layout;
mod lines;
mod sheet;
mod stubs;
mod totals;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lexicon::Lexicon;
use crate::model::finding::{Finding, Kind};
use crate::model::grid::{Content, Grid};
use crate::model::place::{At, Place};
use crate::model::table::{CellRole, Table};
use layout::{Kind as Piece, Layout};
use sheet::Sheet;

/// Tables of a grid, and the role of each of its cells in the grid's order.
#[derive(Debug)]
pub struct Detected {
    pub tables: Vec<Table>,
    pub roles: Vec<CellRole>,
    pub findings: Vec<Finding>,
}

/// Finds the tables of a grid. `unit` is what the return counts, to tell ages of victims from ages of suspects.
#[must_use]
pub fn tables(path: &Arc<str>, grid: &Grid, lexicon: &Lexicon, unit: Option<usize>) -> Detected {
    let sheet = Sheet::new(grid, lexicon, unit);
    let mut found =
        Found { path, grid, roles: vec![None; grid.cells().len()], findings: Vec::new(), aside: BTreeMap::new() };
    let pieces: Vec<Layout> =
        blocks::strips(&sheet).into_iter().flat_map(|strip| layout::pieces(&sheet, strip)).collect();
    let mut tables = Vec::new();
    // Texts that stand apart above the first table speak of the whole sheet; those nearer to a table, of it alone.
    let (mut sheet_titles, mut apart): (Vec<Arc<str>>, Vec<Arc<str>>) = (Vec::new(), Vec::new());
    let mut last_texts: Vec<&Layout> = Vec::new();
    for layout in &pieces {
        if layout.kind != Piece::Text && found.is_crossed(&sheet, layout) {
            continue;
        }
        let own: Vec<Arc<str>> =
            layout.titles.iter().flat_map(|row| found.mark_row(&sheet, layout, *row, CellRole::Title)).collect();
        if layout.kind == Piece::Text {
            apart.extend(own);
            for row in layout.headers.iter().chain(&layout.body) {
                apart.extend(found.mark_row(&sheet, layout, *row, CellRole::Title));
            }
            last_texts.push(layout);
            continue;
        }
        for row in &layout.notes {
            found.mark_row(&sheet, layout, *row, CellRole::Note);
        }
        if tables.is_empty() {
            sheet_titles.append(&mut apart);
        }
        let nearest: Vec<Arc<str>> = own.iter().rev().chain(apart.iter().rev()).cloned().collect();
        apart.clear();
        last_texts.clear();
        let sheet_name = (!grid.sheet.is_empty()).then(|| grid.sheet.clone());
        let titles: Vec<Arc<str>> =
            nearest.iter().chain(sheet_titles.iter().rev()).cloned().chain(sheet_name).collect();
        let table = match layout.kind {
            Piece::Counts => counts::table(&sheet, layout, &nearest, titles, &mut found),
            Piece::Lines => Some(lines::table(&sheet, layout, titles, &mut found)),
            Piece::Text => None,
        };
        tables.extend(table.filter(|table| !table.values.is_empty()));
    }
    // Below the last table there is nothing to be a title of.
    for layout in last_texts.into_iter().filter(|_| !tables.is_empty()) {
        for row in sheet.rows(layout.block) {
            found.mark_row(&sheet, layout, row, CellRole::Note);
        }
    }
    found.finish(tables)
}

/// Collects roles and findings while tables are built.
struct Found<'a> {
    path: &'a Arc<str>,
    grid: &'a Grid,
    roles: Vec<Option<CellRole>>,
    findings: Vec<Finding>,
    /// Cells set aside, by reason (or error): the first and how many.
    aside: BTreeMap<(bool, String), (At, usize)>,
}

impl Found<'_> {
    fn place(&self, at: At) -> Place {
        Place::cell(self.path, &self.grid.sheet, at.address(self.grid.csv))
    }

    fn mark(&mut self, index: usize, role: CellRole) {
        self.roles[index] = Some(role);
    }

    fn mark_at(&mut self, at: At, role: CellRole) {
        if let Some(index) = self.grid.find(at) {
            self.mark(index, role);
        }
    }

    /// Sets the body of a table aside, because of what stands at a place.
    fn table_aside(&mut self, sheet: &Sheet<'_>, layout: &Layout, at: At, reason: String) -> Option<Table> {
        self.findings.push(Finding::new(self.place(at), Kind::TableSetAside { reason }));
        for index in layout.body.iter().flat_map(|row| sheet.row(layout.block, *row)) {
            self.mark(index, CellRole::SetAside);
        }
        None
    }

    fn is_aside(&self, index: usize) -> bool {
        self.roles[index] == Some(CellRole::SetAside)
    }

    /// A table that hidden rows or columns cross is set aside whole: nobody saw it as it stands (law 10).
    fn is_crossed(&mut self, sheet: &Sheet<'_>, layout: &Layout) -> bool {
        if !self.grid.hides() {
            return false;
        }
        let rows = sheet.rows(layout.block);
        let cells: Vec<usize> = rows.into_iter().flat_map(|row| sheet.row(layout.block, row)).collect();
        let (hidden, shown): (Vec<usize>, Vec<usize>) =
            cells.into_iter().partition(|index| self.grid.is_hidden(sheet.at(*index)));
        if hidden.is_empty() {
            return false;
        }
        for index in hidden.iter().chain(&shown) {
            self.mark(*index, CellRole::SetAside);
        }
        if let Some(first) = shown.first() {
            let reason = "hidden rows or columns cross it".into();
            self.findings.push(Finding::new(self.place(sheet.at(*first)), Kind::TableSetAside { reason }));
        }
        true
    }

    /// Marks a row of a block; returns its texts.
    fn mark_row(&mut self, sheet: &Sheet<'_>, layout: &Layout, row: u32, role: CellRole) -> Vec<Arc<str>> {
        let (hidden, cells): (Vec<usize>, Vec<usize>) =
            sheet.row(layout.block, row).partition(|index| self.grid.is_hidden(sheet.at(*index)));
        for index in hidden {
            self.mark(index, CellRole::SetAside);
        }
        let is_note = |index: &usize| role == CellRole::Title && sheet.words(*index).note;
        for index in &cells {
            if is_note(index) {
                self.mark(*index, CellRole::Note);
            } else if sheet.number(*index).is_some() && role != CellRole::Header {
                // A number is never title or note: it may be a figure nobody understood (law 1).
                self.set_aside(*index, "it stands outside every table");
            } else {
                self.mark(*index, role);
            }
        }
        cells.iter().filter(|index| !is_note(index)).map(|index| sheet.raw(*index).clone()).collect()
    }

    fn set_aside(&mut self, index: usize, reason: &str) {
        self.mark(index, CellRole::SetAside);
        let cell = &self.grid.cells()[index];
        let why = match &cell.content {
            Content::Error(shown) => (true, shown.to_string()),
            _ => (false, reason.to_owned()),
        };
        self.aside.entry(why).or_insert((cell.at, 0)).1 += 1;
    }

    /// Whatever no table claimed: texts are notes, numbers are set aside.
    fn finish(mut self, tables: Vec<Table>) -> Detected {
        for index in 0..self.roles.len() {
            if self.roles[index].is_none() {
                let cell = &self.grid.cells()[index];
                if self.grid.is_hidden(cell.at) {
                    self.mark(index, CellRole::SetAside);
                    continue;
                }
                let number = matches!(cell.content, Content::Number(_) | Content::Error(_))
                    || crate::lexicon::number::number(&cell.raw()).is_some();
                if number {
                    self.set_aside(index, "it stands outside every table");
                } else {
                    self.mark(index, CellRole::Note);
                }
            }
        }
        for ((is_error, reason), (at, cells)) in std::mem::take(&mut self.aside) {
            let shown = reason.clone();
            let kind = if is_error { Kind::ErrorCell { shown, cells } } else { Kind::ValueSetAside { reason, cells } };
            self.findings.push(Finding::new(self.place(at), kind));
        }
        let roles = self.roles.into_iter().map(|role| role.expect("every cell has been given a role")).collect();
        Detected { tables, roles, findings: self.findings }
    }
}
