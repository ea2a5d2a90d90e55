//! The role of every cell and the findings of a sheet, collected while its tables are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Detected;
use super::layout::Layout;
use super::sheet::{Block, Sheet};
use super::turned::swapped;
use crate::model::finding::{Finding, Kind};
use crate::model::grid::{Content, Grid};
use crate::model::place::{At, Place};
use crate::model::table::{CellRole, Table};

/// Why a row or a column of counts is not read.
#[derive(Debug, Clone)]
pub(super) enum Unread {
    /// Where it stands is understood; what it states is not plain. That says nothing of its neighbours.
    Undecided(String),
    /// Its place in the layout is not understood.
    Misplaced(String),
}

impl Unread {
    pub(super) fn misplaced(reason: &str) -> Self {
        Self::Misplaced(reason.to_owned())
    }
}

/// What had been noticed at some point.
pub(super) struct MarkPoint {
    findings: usize,
    aside: BTreeMap<(bool, String), (At, usize)>,
    shares: usize,
    open: usize,
}

/// Collects roles and findings while tables are built.
pub(super) struct Found<'a> {
    pub path: &'a Arc<str>,
    pub grid: &'a Grid,
    pub roles: Vec<Option<CellRole>>,
    pub findings: Vec<Finding>,
    /// How many figures were set aside because they are shares.
    pub shares: usize,
    /// Cells whose place in the layout was not understood: figures that may be counts, and labels and headers of some.
    pub open: Vec<usize>,
    /// Figures in no table: one may be a page number, several may be a table that was not found.
    pub outside: Vec<usize>,
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
            open: Vec::new(),
            outside: Vec::new(),
            aside: BTreeMap::new(),
        }
    }

    /// Where the reading stands, to come back to.
    pub(super) fn mark_point(&self) -> MarkPoint {
        MarkPoint {
            findings: self.findings.len(),
            aside: self.aside.clone(),
            shares: self.shares,
            open: self.open.len(),
        }
    }

    /// Forgets what was noticed since; the roles of cells stay.
    pub(super) fn back_to(&mut self, point: MarkPoint) {
        self.findings.truncate(point.findings);
        self.open.truncate(point.open);
        (self.aside, self.shares) = (point.aside, point.shares);
    }

    /// How many figures of a block were set aside since then, shares left out.
    pub(super) fn open_figures_since(&self, sheet: &Sheet<'_>, block: Block, point: &MarkPoint) -> usize {
        let cells = sheet.rows(block).into_iter().flat_map(|row| sheet.row(block, row));
        let aside = cells.filter(|index| self.is_aside(*index) && sheet.may_count(*index)).count();
        aside - (self.shares - point.shares)
    }

    /// How many figures of the whole sheet were set aside, shares left out.
    pub(super) fn open_figures(&self, sheet: &Sheet<'_>) -> usize {
        let cells = 0..self.roles.len();
        cells.filter(|index| self.is_aside(*index) && sheet.may_count(*index)).count() - self.shares
    }

    /// Takes over how a block was read that lay on its side; `cells` has the place here of each cell there.
    pub(super) fn take_turned(&mut self, turned: Found<'_>, cells: &[usize]) {
        for (role, index) in turned.roles.into_iter().zip(cells) {
            self.roles[*index] = role;
        }
        for (why, (at, cells)) in turned.aside {
            self.aside.entry(why).or_insert((swapped(at), 0)).1 += cells;
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
        if sheet.is_beside_label(index) || sheet.number(index).is_some() {
            self.set_aside(index, reason);
        } else {
            self.leave_open(sheet, index, reason);
        }
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

    /// Sets a cell aside because its place in the layout was not understood: if it is a figure, what stands around it
    /// may have been misread too; so if it is a known label or header.
    pub(super) fn leave_open(&mut self, sheet: &Sheet<'_>, index: usize, reason: &str) {
        let telling = sheet.may_count(index) || sheet.is_telling(index);
        self.open.extend(Some(index).filter(|index| telling && !sheet.is_error(*index)));
        self.set_aside(index, reason);
    }

    /// Sets a figure aside that stands in no table.
    pub(super) fn leave_outside(&mut self, index: usize) {
        self.outside.push(index);
        self.set_aside(index, "it stands outside every table");
    }

    /// Sets a cell of a row or column aside that is not read.
    pub(super) fn unread_count(&mut self, sheet: &Sheet<'_>, index: usize, unread: &Unread) {
        match unread {
            Unread::Undecided(reason) => self.set_aside(index, reason),
            Unread::Misplaced(reason) => self.leave_open(sheet, index, reason),
        }
    }

    /// Sets the body of a table aside because its layout was not understood, as what stands at a place shows.
    pub(super) fn table_open(&mut self, sheet: &Sheet<'_>, layout: &Layout, at: At, reason: String) -> Option<Table> {
        let cells = || layout.body.iter().flat_map(|row| sheet.row(layout.block, *row));
        let figure = cells().find(|index| sheet.may_count(*index)).or_else(|| cells().next());
        self.open.extend(figure);
        self.table_aside(sheet, layout, at, reason)
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
            } else if role == CellRole::Note && sheet.may_be_figure(index) {
                // A number is never title or note: it may be a figure nobody understood (law 1).
                self.leave_outside(index);
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
            if sheet.may_be_figure(*index) {
                self.leave_outside(*index);
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

    /// What no table claimed: figures, and texts that are known labels or headers. The end of the reading would take
    /// texts and tokens for notes.
    pub(super) fn leave_unclaimed_open(&mut self, sheet: &Sheet<'_>) {
        for index in 0..self.roles.len() {
            if self.roles[index].is_some() || self.grid.is_hidden(sheet.at(index)) {
                continue;
            }
            if sheet.may_be_figure(index) {
                self.leave_outside(index);
            } else if sheet.is_telling(index) {
                self.open.push(index);
            }
        }
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
