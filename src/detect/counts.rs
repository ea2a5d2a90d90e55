//! Tables of counts: every count gets the labels of its row and of its column, and how it stands to the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::axes::{self, Line, Naming};
use super::columns::{Column, ColumnRole};
use super::found::{Found, Unread};
use super::heads;
use super::inside;
use super::layout::Layout;
use super::sheet::Sheet;
use super::stubs::{Row, Stubs};
use super::suspect;
use super::totals::{self, Bound};
use crate::model::place::At;
use crate::model::table::{Attached, CellRole, Shape, Standing, StatedFigure, Table, Value};
use crate::model::term::DimensionSet;

/// A row of counts, and what it lies in.
pub(super) struct Counted {
    pub row: u32,
    pub line: Result<Line, Unread>,
    /// Index of the row it lies in.
    pub inside: Option<usize>,
}

/// Reads a table of counts; `None`, with a finding, if its rows cannot be told apart.
pub(super) fn table(
    sheet: &Sheet<'_>,
    layout: &Layout,
    nearest: &[Arc<str>],
    titles: Vec<Arc<str>>,
    found: &mut Found<'_>,
) -> Option<Table> {
    for row in &layout.headers {
        found.mark_row(sheet, layout, *row, CellRole::Header);
    }
    let counts: Vec<&Column> = layout.counts().collect();
    let unit = layout.given.unit.or_else(|| heads::unit_of_all(sheet, &counts));
    let title = axes::titled(sheet, nearest, unit);
    let (labels, remarks) = axes::label_columns(sheet, layout, unit, title.as_ref());
    let mut why = axes::reasons(&labels);
    let mut columns = heads::read(sheet, layout, &counts, unit, title.as_ref(), &mut why);
    // A year or an age over a column is its label.
    for label in columns.iter().flatten().flat_map(|line| &line.labels) {
        found.mark_at(label.at, CellRole::Label);
    }
    if suspect::holds_amounts(sheet, layout, &counts) {
        let reason = "many of its numbers are fractions: it holds amounts, not counts".into();
        let first = layout.block.first;
        return if suspect::is_headed(sheet, layout) {
            found.table_aside(sheet, layout, first, reason)
        } else {
            found.table_open(sheet, layout, first, reason)
        };
    }
    if let Some((at, reason)) = suspect::columns(sheet, layout, &labels, &counts, unit) {
        return found.table_open(sheet, layout, at, reason.into());
    }
    let rows = match Stubs::new(sheet, layout, &labels, &counts, unit).read(&mut why) {
        Ok(rows) => rows,
        Err((row, reason)) => {
            let at = sheet.row(layout.block, row).next().map_or(layout.block.first, |index| sheet.at(index));
            return found.table_open(sheet, layout, at, reason);
        }
    };
    let mut counted = Vec::new();
    let mut inside_next = Vec::new();
    let mut grouped = false;
    let mut figures = Vec::new();
    for (row, read) in rows {
        grouped |= matches!(read, Row::Labels | Row::Names);
        mark_row(sheet, layout, row, &read, (&labels, &remarks), found);
        figures.extend(self::figures(sheet, layout, row, &read, &columns, found));
        match read {
            Row::Counts(line) => counted.push(Counted { row, line, inside: None }),
            Row::OfWhich => inside_next.extend(counted.len().checked_sub(1)),
            Row::Shares => {
                for index in counts.iter().filter_map(|column| sheet.grid.find(At { row, col: column.col })) {
                    found.share(sheet, index, "it stands in a row of shares, not of counts");
                }
            }
            Row::Header | Row::Names | Row::Labels | Row::Figures(..) => {}
        }
    }
    let lines = counted.iter().filter_map(|row| row.line.as_ref().ok());
    if lines.filter(|line| line.labels.is_empty() && line.total.is_none() && line.subtotal.is_none()).count() > 1 {
        let reason = "nothing tells its rows apart".into();
        return found.table_open(sheet, layout, layout.block.first, reason);
    }
    let grid = Numbers { sheet, counts: &counts, unit, rows: counted.iter().map(|counted| counted.row).collect() };
    if let Err((at, reason)) = inside::nest(&grid, &mut counted, &inside_next) {
        let at = At { row: grid.rows[at], col: layout.block.first.col };
        return found.table_open(sheet, layout, at, reason);
    }
    if let Some(row) = suspect::may_be_two_lists(&grid, layout, &labels, &counted) {
        let reason = "a blank row parts its lines, and no header says that they are one list".into();
        return found.table_open(sheet, layout, At { row, col: layout.block.first.col }, reason);
    }
    settle(&grid, &mut counted, &mut columns, grouped);
    let mut values = self::values(&grid, &counted, &columns, layout.given.shares.is_some(), found);
    // A figure that is split by nothing is of the unit its own label names.
    if values.iter().all(|value| value.labels.is_empty() && value.standing == Standing::Total) {
        for (value, row) in values.iter_mut().zip(counted.iter().filter(|row| row.line.is_ok())) {
            let words = row.line.as_ref().ok().and_then(|line| line.total);
            value.unit = value.unit.or(words.and_then(|index| sheet.words(index).unit));
        }
    }
    let values = without_orphans(sheet, layout, values, found);
    let (first, last) = (layout.block.first, layout.block.last);
    let (shape, columns) = (Shape::Counts, DimensionSet::default());
    let (grain, shares) = (layout.given.grain, layout.given.shares);
    Some(Table { first, last, shape, values, figures, shares, columns, grain, numbered: false, titles, why })
}

/// What a row states besides counts: all of it if its own label says so, else what stands in columns that say so.
fn figures(
    sheet: &Sheet<'_>,
    layout: &Layout,
    row: u32,
    read: &Row,
    columns: &[Result<Line, Unread>],
    found: &mut Found<'_>,
) -> Vec<StatedFigure> {
    let mut cells: Vec<(u32, usize, Vec<Attached>)> = Vec::new();
    match read {
        Row::Figures(words, hanging) => {
            for (column, line) in layout.counts().zip(columns) {
                let own = line.as_ref().map_or(&[][..], |line| &line.labels);
                cells.push((column.col, *words, [hanging, own].concat()));
            }
        }
        Row::Counts(Ok(line)) => {
            let said = layout.columns.iter().filter(|column| column.role == ColumnRole::Statistic);
            cells.extend(said.filter_map(|column| Some((column.col, *column.path.last()?, line.labels.clone()))));
        }
        _ => {}
    }
    let mut out = Vec::new();
    for (col, words, labels) in cells {
        let Some(index) = sheet.grid.find(At { row, col }) else { continue };
        if sheet.may_count(index) && !sheet.is_error(index) {
            found.mark(index, CellRole::Figure);
            out.push(StatedFigure { at: sheet.at(index), words: sheet.label(words), labels });
        } else {
            found.leave_open(sheet, index, "it is no figure, though its row or column says so");
        }
    }
    out
}

/// Labels, line numbers, shares and remarks of a row.
fn mark_row(
    sheet: &Sheet<'_>,
    layout: &Layout,
    row: u32,
    read: &Row,
    (labels, remarks): (&[(&Column, Naming)], &[&Column]),
    found: &mut Found<'_>,
) {
    let cell = |column: &Column| sheet.grid.find(At { row, col: column.col });
    let role = match read {
        Row::Header | Row::Names => CellRole::Header,
        Row::Counts(_) | Row::Labels | Row::OfWhich | Row::Shares | Row::Figures(..) => CellRole::Label,
    };
    for index in labels.iter().filter_map(|(column, _)| cell(column)) {
        found.mark(index, role);
    }
    if matches!(read, Row::Header) {
        for index in sheet.row(layout.block, row) {
            found.mark(index, role);
        }
        return;
    }
    for index in remarks.iter().filter_map(|column| cell(column)) {
        let reason = "its column names no dimension: the text is not loaded";
        found.leave_open(sheet, index, reason);
    }
    for column in &layout.columns {
        match (column.role, cell(column)) {
            (ColumnRole::LineNumber, Some(index)) => found.mark(index, CellRole::LineNumber),
            (ColumnRole::Unread, Some(index)) => found.unread(sheet, index),
            (ColumnRole::Statistic, Some(index)) if !matches!(read, Row::Counts(Ok(_))) => {
                found.leave_open(sheet, index, "nothing labels it");
            }
            (ColumnRole::Marks, Some(index)) => found.mark(index, CellRole::Note),
            (ColumnRole::Percent, Some(index)) => {
                found.share(sheet, index, "it stands in a column of shares, not of counts");
            }
            _ => {}
        }
    }
}

/// The numbers of a table by its rows and columns of counts.
pub(super) struct Numbers<'a> {
    pub sheet: &'a Sheet<'a>,
    pub counts: &'a [&'a Column],
    /// The one unit that headers of counts name.
    pub unit: Option<usize>,
    pub rows: Vec<u32>,
}

impl Numbers<'_> {
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<usize> {
        self.sheet.grid.find(At { row: self.rows[row], col: self.counts[column].col })
    }

    pub(super) fn bound(&self, row: usize, column: usize) -> Bound {
        Bound::of(self.sheet, self.cell(row, column))
    }
}

/// Settles by arithmetic what totals sum; what stays open, and rows that nothing tells apart, are set aside.
fn settle(grid: &Numbers<'_>, counted: &mut [Counted], columns: &mut [Result<Line, Unread>], grouped: bool) {
    let mut rows: Vec<Line> = counted.iter().map(|row| row.line.clone().unwrap_or_default()).collect();
    let mut across: Vec<Line> = columns.iter().map(|line| line.clone().unwrap_or_default()).collect();
    let known = |at: usize| counted[at].line.is_ok();
    let bound = |row: usize, column: usize| if known(row) { grid.bound(row, column) } else { Bound::NOTHING };
    let open_rows = totals::settle(grid.sheet, &mut rows, &across, bound);
    let plain_rows = rows.clone();
    let open_columns = totals::settle(grid.sheet, &mut across, &plain_rows, |column, row| bound(row, column));
    let twins = if grouped { suspect::twins(grid.sheet, &rows) } else { vec![false; rows.len()] };
    let mixed = suspect::are_mixed(&rows);
    for (at, line) in rows.into_iter().enumerate() {
        if counted[at].line.is_ok() {
            let sums = line.total.is_some() || line.subtotal.is_some();
            counted[at].line = if mixed && sums {
                let reason = "the rows it may sum are not all split by the same";
                Err(Unread::Undecided(reason.to_owned()))
            } else if twins[at] {
                Err(Unread::misplaced("two rows of counts have the same labels"))
            } else {
                Ok(line)
            };
        }
    }
    for (at, line) in across.into_iter().enumerate() {
        if columns[at].is_ok() {
            columns[at] = Ok(line);
        }
    }
    for (at, reason) in open_rows {
        counted[at].line = counted[at].line.clone().and(Err(Unread::Undecided(reason)));
    }
    for (at, reason) in open_columns {
        columns[at] = columns[at].clone().and(Err(Unread::Undecided(reason)));
    }
}

/// Every count with its labels; those without are set aside.
fn values(
    grid: &Numbers<'_>,
    counted: &[Counted],
    columns: &[Result<Line, Unread>],
    is_shares: bool,
    found: &mut Found<'_>,
) -> Vec<Value> {
    let sheet = grid.sheet;
    let mut values: Vec<Value> = Vec::new();
    // Where the value of a row and column is, for what lies in it.
    let mut places: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, row) in counted.iter().enumerate() {
        for (position, column) in columns.iter().enumerate() {
            let Some(index) = grid.cell(at, position) else { continue };
            let inside = match (&row.line, row.inside) {
                // Where the row above leaves its cell blank, what lies in it stands for itself.
                (Ok(line), Some(parent)) if line.of_which && counted[parent].line.is_ok() => {
                    Ok(places.get(&(parent, position)).copied())
                }
                (Ok(line), _) if line.of_which => Err(()),
                _ => Ok(None),
            };
            let both = row.line.as_ref().and_then(|row| Ok((row, column.as_ref()?)));
            let read = both.map_err(Clone::clone).and_then(|(row, column)| {
                let bare = row.labels.is_empty() && column.labels.is_empty();
                let clash =
                    |label: &Attached| row.labels.iter().any(|own| own.dimension == label.dimension && !own.refines);
                // Months over years say more about the same time.
                let period = sheet.lexicon.period;
                if column.labels.iter().any(|label| label.dimension != period && clash(label) && !label.refines) {
                    return Err(Unread::misplaced("a label of its row and one of its column speak of the same"));
                }
                let named = row.total.is_some() || row.subtotal.is_some() || column.subtotal.is_some() || column.headed;
                let may_count = sheet.may_count(index) || is_shares && sheet.words(index).share;
                match may_count && !sheet.is_error(index) {
                    false => Err(Unread::misplaced("it is no count")),
                    true if bare && !named => Err(Unread::misplaced("nothing labels it")),
                    true => match inside {
                        Err(()) => Err(Unread::misplaced("the row it lies in was not read")),
                        Ok(inside) => Ok((row, column, bare, inside)),
                    },
                }
            });
            let (line, column, bare, inside) = match read {
                Ok(read) => read,
                Err(reason) => {
                    found.unread_count(sheet, index, &reason);
                    continue;
                }
            };
            let (standing, words) = match (line.subtotal.or(column.subtotal), line.total, column.total, inside) {
                (Some(words), _, _, _) => (Standing::Subtotal, Some(words)),
                (None, Some(words), _, _) | (None, None, Some(words), _) => (Standing::Total, Some(words)),
                (None, None, None, _) if bare => (Standing::Total, grid.counts[position].path.last().copied()),
                (None, None, None, Some(parent)) => (Standing::OfWhich(parent), None),
                (None, None, None, None) => (Standing::Plain, None),
            };
            let is_total = matches!(standing, Standing::Total | Standing::Subtotal);
            found.mark(index, if is_total { CellRole::Total } else { CellRole::Value });
            places.insert((at, position), values.len());
            values.push(Value {
                at: sheet.at(index),
                labels: [line.labels.as_slice(), &column.labels].concat(),
                total_words: words.map_or_else(|| "".into(), |index| sheet.raw(index).clone()),
                standing,
                unit: heads::unit(sheet, grid.counts[position]).or(grid.unit),
            });
        }
    }
    values
}

/// A total of parts that nobody understood says nothing.
fn without_orphans(sheet: &Sheet<'_>, layout: &Layout, values: Vec<Value>, found: &mut Found<'_>) -> Vec<Value> {
    let aside = layout.body.iter().flat_map(|row| sheet.row(layout.block, *row)).any(|i| found.is_aside(i));
    if !aside || values.iter().any(|value| value.standing == Standing::Plain) {
        return values;
    }
    for index in values.iter().filter_map(|value| sheet.grid.find(value.at)) {
        found.leave_open(sheet, index, "it totals parts that were set aside");
    }
    Vec::new()
}
