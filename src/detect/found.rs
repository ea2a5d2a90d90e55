//! The role of every cell and the findings of a sheet, collected while its tables are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Detected;
use super::layout::Layout;
use super::sheet::Sheet;
use crate::model::finding::{Finding, Kind};
use crate::model::grid::{Content, Grid};
use crate::model::place::{At, Place};
use crate::model::table::{CellRole, Table};

/// Collects roles and findings while tables are built.
pub(super) struct Found<'a> {
    pub path: &'a Arc<str>,
    pub grid: &'a Grid,
    pub roles: Vec<Option<CellRole>>,
    pub findings: Vec<Finding>,
    /// How many figures were set aside because they are shares.
    pub shares: usize,
    /// Cells set aside, by reason (or error): the first and how many.
    pub aside: BTreeMap<(bool, String), (At, usize)>,
}

impl<'a> Found<'a> {
    pub(super) fn new(path: &'a Arc<str>, grid: &'a Grid) -> Self {
        Self {
            path,
            grid,
            roles: vec![None; grid.cells().len()],
            findings: Vec::new(),
            shares: 0,
            aside: BTreeMap::new(),
        }
    }

    /// A cell in a column that a layout recipe does not name: a number is set aside, a text is a note.
    pub(super) fn unread(&mut self, sheet: &Sheet<'_>, index: usize) {
        if sheet.number(index).is_some() {
            self.set_aside(index, "the layout recipe does not name its column");
        } else {
            self.mark(index, CellRole::Note);
        }
    }

    /// Sets a share aside: a number that is known to be no count.
    pub(super) fn share(&mut self, sheet: &Sheet<'_>, index: usize, reason: &str) {
        self.shares += usize::from(sheet.may_count(index));
        self.set_aside(index, reason);
    }

    pub(super) fn place(&self, at: At) -> Place {
        Place::cell(self.path, &self.grid.sheet, at.address(self.grid.csv))
    }

    pub(super) fn mark(&mut self, index: usize, role: CellRole) {
        self.roles[index] = Some(role);
    }

    pub(super) fn mark_at(&mut self, at: At, role: CellRole) {
        if let Some(index) = self.grid.find(at) {
            self.mark(index, role);
        }
    }

    /// Sets the body of a table aside, because of what stands at a place.
    pub(super) fn table_aside(&mut self, sheet: &Sheet<'_>, layout: &Layout, at: At, reason: String) -> Option<Table> {
        self.findings.push(Finding::new(self.place(at), Kind::TableSetAside { reason }));
        for index in layout.body.iter().flat_map(|row| sheet.row(layout.block, *row)) {
            self.mark(index, CellRole::SetAside);
        }
        None
    }

    pub(super) fn is_aside(&self, index: usize) -> bool {
        self.roles[index] == Some(CellRole::SetAside)
    }

    /// A table that hidden rows or columns cross is set aside whole: nobody saw it as it stands (law 10).
    pub(super) fn is_crossed(&mut self, sheet: &Sheet<'_>, layout: &Layout) -> bool {
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

    /// Marks a row of a block as headers or notes.
    pub(super) fn mark_row(&mut self, sheet: &Sheet<'_>, layout: &Layout, row: u32, role: CellRole) {
        for index in sheet.row(layout.block, row) {
            if self.grid.is_hidden(sheet.at(index)) {
                self.mark(index, CellRole::SetAside);
            } else if role == CellRole::Note && sheet.number(index).is_some() {
                // A number is never title or note: it may be a figure nobody understood (law 1).
                self.set_aside(index, "it stands outside every table");
            } else {
                self.mark(index, role);
            }
        }
    }

    /// Marks texts above a table; returns those that may speak of it.
    pub(super) fn mark_texts(&mut self, sheet: &Sheet<'_>, cells: &[usize]) -> Vec<Arc<str>> {
        let mut titles = Vec::new();
        for index in cells {
            if self.grid.is_hidden(sheet.at(*index)) {
                self.mark(*index, CellRole::SetAside);
                continue;
            }
            if sheet.number(*index).is_some() {
                self.set_aside(*index, "it stands outside every table");
            } else if sheet.words(*index).note {
                self.mark(*index, CellRole::Note);
                continue;
            } else {
                self.mark(*index, CellRole::Title);
            }
            titles.push(sheet.raw(*index).clone());
        }
        titles
    }

    pub(super) fn set_aside(&mut self, index: usize, reason: &str) {
        self.mark(index, CellRole::SetAside);
        let cell = &self.grid.cells()[index];
        let why = match &cell.content {
            Content::Error(shown) => (true, shown.to_string()),
            _ => (false, reason.to_owned()),
        };
        self.aside.entry(why).or_insert((cell.at, 0)).1 += 1;
    }

    /// Whatever no table claimed: texts are notes, numbers are set aside.
    pub(super) fn finish(mut self, tables: Vec<Table>) -> Detected {
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
