//! **detect**: a grid -> tables; every non-blank cell gets exactly one role.
//!
//! Must never decide a term: it sees texts only through [`Lexicon::recognise`], which says what a text may be. The
//! steps, one a module:
//!
//! 1. `blocks` cuts the sheet into strips where tables stand side by side; `layout` walks down a strip and takes it
//!    apart into texts and tables, with `headers` to say which rows head one, `pages` what headers that stand again
//!    head, and `panels` to part columns of tables that adjoin; `captions`, `lent` and `orphans` look at what stands
//!    right above and beside;
//! 2. `columns` says what each column is and which header cells hang over it;
//! 3. `axes` says which dimension a label column, a header row or a section speaks of, and why;
//! 4. `stubs` and `heads` give each row and each column its labels, `inside` says which row lies in which, `totals`
//!    settles what a total sums, `counts` attaches the labels to each count; `lines` reads lists; `suspect` says what
//!    shows that a table is none;
//! 5. where that leaves figures open, `turned` lays the table on its side and reads it again; `outlined` reads it as a
//!    layout recipe says instead;
//! 6. `doubt` sets aside what was read beside figures that nobody understood.
//!
//! `found` keeps the role of every cell: what is not understood is set aside with its place and reason, never loaded on
//! a guess. `rows` reads the role of each line of a sheet from its shape alone, for sheets of which nothing is known.

mod axes;
mod blocks;
mod captions;
mod columns;
mod counts;
mod doubt;
mod found;
mod headers;
mod heads;
mod inside;
mod layout;
mod lent;
mod lines;
mod orphans;
mod outlined;
mod pages;
mod panels;
mod rows;
mod sheet;
mod stubs;
mod suspect;
mod totals;
mod turned;

use std::sync::Arc;

use crate::lexicon::Lexicon;
use crate::model::because::Because;
use crate::model::finding::{Finding, Kind};
use crate::model::grid::Grid;
use crate::model::place::Place;
use crate::model::recipe::Recipe;
use crate::model::table::{CellRole, Table};
use found::Found;
use layout::{Kind as Piece, Layout};
use sheet::{Block, Sheet};

pub use rows::{Row as LineReading, RowRole as LineRole};

/// Tables of a grid, and the role of each of its cells in the grid's order.
#[derive(Debug)]
pub struct Detected {
    pub tables: Vec<Table>,
    pub roles: Vec<CellRole>,
    pub findings: Vec<Finding>,
}

/// Finds the tables of a grid. `unit` is what the return counts, to tell ages of victims from ages of suspects. A
/// recipe that is for this sheet says where its tables are; if it fails, the sheet is set aside.
#[must_use]
pub fn tables(
    path: &Arc<str>,
    grid: &Grid,
    lexicon: &Lexicon,
    unit: Option<usize>,
    recipe: Option<&Recipe>,
) -> Detected {
    let sheet = Sheet::new(grid, lexicon, unit);
    let Some(recipe) = recipe else { return by_itself(path, &sheet) };
    let mut found = Found::new(path, grid);
    let layouts = match outlined::tables(&sheet, recipe) {
        Ok(layouts) => layouts,
        Err(reason) => {
            let kind = Kind::LayoutFailed { recipe: recipe.source.clone(), reason };
            found.findings.push(Finding::new(Place::sheet(path, &grid.sheet), kind));
            found.roles.fill(Some(CellRole::SetAside));
            return found.finish(Vec::new());
        }
    };
    let mut titles = Titles::default();
    let mut tables: Vec<Table> =
        layouts.iter().filter_map(|layout| piece(&sheet, layout, &mut titles, &mut found)).collect();
    if !tables.is_empty() && by_itself(path, &sheet).tables == tables {
        let kind = Kind::LayoutUnneeded { recipe: recipe.source.clone() };
        found.findings.push(Finding::new(Place::sheet(path, &grid.sheet), kind));
    }
    for table in &mut tables {
        table.why.insert(0, Because::Recipe(recipe.source.as_str().into()));
    }
    found.finish(tables)
}

/// Finds the tables of a sheet without help.
fn by_itself(path: &Arc<str>, sheet: &Sheet<'_>) -> Detected {
    let mut found = Found::new(path, sheet.grid);
    let mut titles = Titles::default();
    let mut tables = Vec::new();
    let mut regions: Vec<Vec<Vec<Layout>>> = blocks::regions(sheet)
        .into_iter()
        .map(|region| region.into_iter().map(|strip| layout::pieces(sheet, strip)).collect())
        .collect();
    for strip in regions.iter_mut().flatten() {
        captions::hand_down(sheet, strip);
    }
    let mut pieces = regions.iter_mut().flatten().flatten();
    let mut above = pieces.next();
    for below in pieces {
        lent::lend(above.as_deref(), below);
        above = Some(below);
    }
    let pieces: Vec<&Layout> = regions.iter().flatten().flatten().collect();
    let mut orphans = orphans::of(sheet, &pieces).into_iter();
    for region in &regions {
        let above = titles.apart.clone();
        for strip in region {
            titles.apart.clone_from(&above);
            for layout in strip {
                let orphan = orphans.next() == Some(true);
                if let Some(index) = layout.only_figure(sheet) {
                    found.leave_outside(index);
                    continue;
                }
                if orphan {
                    let reason = "it may be a part of a table beside or above it, which nobody says".into();
                    found.mark_texts(sheet, &layout.titles);
                    found.table_open(sheet, layout, layout.block.first, reason);
                    continue;
                }
                tables.extend(piece(sheet, layout, &mut titles, &mut found));
            }
        }
    }
    // Below the last table there is nothing to be a title of.
    for index in titles.since_table.into_iter().filter(|_| !tables.is_empty()) {
        if found.roles[index] == Some(CellRole::Title) {
            found.mark(index, CellRole::Note);
        }
    }
    found.leave_unclaimed_open(sheet);
    let tables = doubt::without_doubtful(sheet, tables, &mut found);
    found.finish(tables)
}

/// Texts that speak of the tables below them, in reading order.
#[derive(Default)]
struct Titles {
    /// Those that stand apart above the first table: they speak of the whole sheet.
    sheet: Vec<Arc<str>>,
    /// Those that stand apart since the last table: they speak of the next one.
    apart: Vec<Arc<str>>,
    /// Those that stood apart above the last table, and above all that stand beside it.
    over_last: Vec<Arc<str>>,
    /// All of the last table, nearest first.
    of_last: Vec<Arc<str>>,
    found_table: bool,
    /// Cells of those that no table follows yet.
    since_table: Vec<usize>,
}

/// The table of one piece of a strip, if it is one that can be read.
fn piece(sheet: &Sheet<'_>, layout: &Layout, titles: &mut Titles, found: &mut Found<'_>) -> Option<Table> {
    if layout.kind != Piece::Text && found.is_crossed(sheet, layout) {
        return None;
    }
    let own = found.mark_texts(sheet, &layout.titles);
    if layout.kind == Piece::Text {
        titles.apart.extend(own);
        titles.since_table.extend(&layout.titles);
        return None;
    }
    for row in &layout.notes {
        found.mark_row(sheet, layout, *row, CellRole::Note);
    }
    if !titles.found_table {
        titles.sheet.append(&mut titles.apart);
        titles.found_table = true;
    }
    if !layout.beside {
        titles.over_last = std::mem::take(&mut titles.apart);
    }
    titles.of_last = own.iter().rev().chain(titles.over_last.iter().rev()).cloned().collect();
    titles.apart.clear();
    titles.since_table.clear();
    let table = match layout.kind {
        Piece::Counts => counted(sheet, layout, titles, found),
        Piece::Lines => lines::table(sheet, layout, titles.over(sheet, layout).1, found),
        Piece::Text => None,
    };
    table.filter(|table| !table.values.is_empty() || !table.figures.is_empty())
}

impl Titles {
    /// The texts nearest to a table, and all that speak of it, nearest first.
    fn over(&self, sheet: &Sheet<'_>, layout: &Layout) -> (Vec<Arc<str>>, Vec<Arc<str>>) {
        let corners = layout.corners(sheet).map(|index| sheet.raw(index).clone());
        let given = layout.given.titles.iter().map(|title| Arc::from(title.as_str()));
        let nearest: Vec<Arc<str>> = given.chain(corners).chain(self.of_last.iter().cloned()).collect();
        let name = (!sheet.grid.sheet.is_empty()).then(|| sheet.grid.sheet.clone());
        let all = nearest.iter().chain(self.sheet.iter().rev()).cloned().chain(name).collect();
        (nearest, all)
    }
}

/// A table of counts, upright if every figure in it can be read so, else lying on its side if it can be read so.
fn counted(sheet: &Sheet<'_>, layout: &Layout, titles: &Titles, found: &mut Found<'_>) -> Option<Table> {
    let before = found.mark_point();
    let (nearest, all) = titles.over(sheet, layout);
    let upright = counts::table(sheet, layout, &nearest, all, found);
    let mut block = layout.block;
    block.last.row = layout.body.last().copied().unwrap_or(block.last.row);
    let open = found.open_figures_since(sheet, block, &before);
    if open == 0 || layout.beside || layout.has_recipe() || layout.is_parted() {
        return upright;
    }
    let turned = turned::turned(sheet, block);
    let side = sheet.of_turned(&turned);
    let only = layout::whole(&side, Block::of(&turned.grid)?);
    if only.kind != Piece::Counts || suspect::is_no_turned_table(&side, &only) {
        return upright;
    }
    let (nearest, all) = titles.over(&side, &only);
    let mut aside = Found::new(found.path, &turned.grid);
    let table = counts::table(&side, &only, &nearest, all, &mut aside).filter(|table| !table.values.is_empty());
    let Some(table) = table.filter(|_| aside.open_figures(&side) == 0 && aside.open.is_empty()) else { return upright };
    found.back_to(before);
    found.take_turned(aside, &turned.cells);
    let mut table = turned::back(table);
    table.why.push(Because::Turned { open });
    Some(table)
}

/// The role of every filled line of a grid, from its shape alone: the grid is taken for one block.
#[must_use]
pub fn lines(grid: &Grid, lexicon: &Lexicon) -> Vec<(u32, LineRole)> {
    line_readings(grid, lexicon).into_iter().map(|line| (line.row, line.role)).collect()
}

/// The same, with how sure each role is and what spoke for it.
#[must_use]
pub fn line_readings(grid: &Grid, lexicon: &Lexicon) -> Vec<LineReading> {
    let sheet = Sheet::new(grid, lexicon, None);
    Block::of(grid).map_or_else(Vec::new, |block| rows::roles(&sheet, block))
}
