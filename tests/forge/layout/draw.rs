//! Puts a table's lines into cells, one function a shape.

use super::{Banner, Layout, Nesting, Stub, Total};
use crate::book::{Grid, Value};
use crate::table::{Line, Table};

/// How tables of counts write a blank label, as pivot tables do.
const BLANK: &str = "(blank)";

pub fn down(table: &Table, layout: &Layout, count: &str) -> Grid {
    let mut grid = Grid::default();
    let count_column = index(table.headers.len());
    for (column, header) in (0..).zip(&table.headers) {
        grid.put(0, column, header.as_str());
    }
    grid.put(0, count_column, count);

    let place = layout.total.place(1, table.lines.len());
    if let Some((label, row)) = place.total {
        grid.put(row.into(), 0, label);
        grid.put(row.into(), count_column, table.total());
    }
    for (row, line) in (u32::from(place.first_line)..).zip(&table.lines) {
        grid.put(row, count_column, line.count);
    }
    for run in label_runs(&table.lines, layout.nesting) {
        let row = u32::from(place.first_line) + u32::from(run.start);
        grid.put(row, run.depth, count_label(run.label));
        grid.merge(row, run.depth, run.merged.into(), 1);
    }
    grid
}

pub fn across(table: &Table, layout: &Layout, stub: Option<&Stub>, banner: Banner) -> Grid {
    let mut grid = Grid::default();
    let banner_rows = u16::from(banner == Banner::Merged);
    let header_rows = u32::from(banner_rows + index(table.headers.len()));
    let first = u16::from(stub.is_some());
    if let Some(stub) = stub {
        grid.put(0, 0, stub.header);
        grid.merge(0, 0, header_rows, 1);
        grid.put(header_rows, 0, stub.row);
    }
    let place = layout.total.place(first, table.lines.len());
    if let Some((label, column)) = place.total {
        grid.put(0, column, label);
        grid.merge(0, column, header_rows, 1);
        grid.put(header_rows, column, table.total());
    }
    if banner == Banner::Merged {
        grid.put(0, place.first_line, table.headers[0].as_str());
        grid.merge(0, place.first_line, 1, index(table.lines.len()));
    }
    for (column, line) in (place.first_line..).zip(&table.lines) {
        grid.put(header_rows, column, line.count);
    }
    for run in label_runs(&table.lines, layout.nesting) {
        let (row, column) = (u32::from(banner_rows + run.depth), place.first_line + run.start);
        grid.put(row, column, count_label(run.label));
        grid.merge(row, column, 1, run.merged);
    }
    grid
}

pub fn crosstab(table: &Table, layout: &Layout) -> Grid {
    assert_eq!(table.headers.len(), 2, "a crosstab needs two crossed labels");
    let outer = distinct(table.lines.iter().map(|line| line.labels[0].as_str()));
    let mut inner = distinct(table.lines.iter().map(|line| line.labels[1].as_str()));
    inner.sort_by_key(|label| label.is_empty());

    let mut grid = Grid::default();
    grid.put(0, 1, table.headers[1].as_str());
    grid.merge(0, 1, 1, index(inner.len()));
    grid.put(1, 0, table.headers[0].as_str());
    let (rows, columns) = (layout.total.place(2, outer.len()), layout.total.place(1, inner.len()));
    for (column, label) in (columns.first_line..).zip(&inner) {
        grid.put(1, column, count_label(label));
    }
    for (row, label) in (u32::from(rows.first_line)..).zip(&outer) {
        grid.put(row, 0, count_label(label));
    }
    let position = |labels: &[&str], label: &str| index(labels.iter().take_while(|l| **l != label).count());
    for line in &table.lines {
        let row = rows.first_line + position(&outer, &line.labels[0]);
        let column = columns.first_line + position(&inner, &line.labels[1]);
        grid.put(row.into(), column, line.count);
    }
    if let (Some((label, total_row)), Some((_, total_column))) = (rows.total, columns.total) {
        grid.put(total_row.into(), 0, label);
        grid.put(1, total_column, label);
        grid.put(total_row.into(), total_column, table.total());
        let sum = |depth: usize, label: &str| -> u32 {
            table.lines.iter().filter(|line| line.labels[depth] == label).map(|line| line.count).sum()
        };
        for (row, label) in (u32::from(rows.first_line)..).zip(&outer) {
            grid.put(row, total_column, sum(0, label));
        }
        for (column, label) in (columns.first_line..).zip(&inner) {
            grid.put(total_row.into(), column, sum(1, label));
        }
    }
    grid
}

/// Where the lines of a table start, and its total's label and position, counted the same way for
/// rows and columns.
struct Places {
    first_line: u16,
    total: Option<(&'static str, u16)>,
}

impl Total {
    fn place(self, first: u16, lines: usize) -> Places {
        let after = first + index(lines);
        match self {
            Total::None => Places { first_line: first, total: None },
            Total::First(label) => Places { first_line: first + 1, total: Some((label, first)) },
            Total::Last(label) => Places { first_line: first, total: Some((label, after)) },
            Total::Apart(label) => Places { first_line: first, total: Some((label, after + 1)) },
        }
    }
}

/// One written label: at line `start`, in label column `depth`, merged over `merged` lines.
struct Run<'t> {
    depth: u16,
    start: u16,
    merged: u16,
    label: &'t str,
}

/// The labels to write. Only an outer label can be shared, and only by lines that follow each
/// other; the innermost label is always written on its own line.
fn label_runs(lines: &[Line], nesting: Nesting) -> Vec<Run<'_>> {
    let mut runs: Vec<Run> = Vec::new();
    let depths = lines.first().map_or(0, |line| line.labels.len());
    for depth in 0..depths {
        let mut before: Option<&[String]> = None;
        for (start, line) in (0..).zip(lines) {
            let outer = &line.labels[..=depth];
            let shared = depth + 1 < depths && before == Some(outer) && nesting != Nesting::Repeated;
            before = Some(outer);
            match runs.last_mut() {
                Some(run) if shared => run.merged += u16::from(nesting == Nesting::Merged),
                _ => runs.push(Run { depth: index(depth), start, merged: 1, label: &line.labels[depth] }),
            }
        }
    }
    runs
}

fn count_label(label: &str) -> Value {
    if label.is_empty() { Value::from(BLANK) } else { Value::label(label) }
}

/// In order of first appearance.
fn distinct<'t>(labels: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = Vec::new();
    for label in labels {
        if !seen.contains(&label) {
            seen.push(label);
        }
    }
    seen
}

fn index(length: usize) -> u16 {
    u16::try_from(length).expect("a table of the forge is far smaller than a sheet")
}
