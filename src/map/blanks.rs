//! Blank cells among counts.
//!
//! A blank cell in a table of counts states nothing, and that is worth saying: taken for nothing at all it would be a
//! zero that nobody gave. A cell is such a blank if its row and its column both hold counts and both leave no doubt
//! about its labels. What it stands for, the tokens say; by themselves, that it is open ([`super::zeros`]).
//!
//! A row of one column that leaves its only count blank looks like a heading, and is taken for none of this.

use std::collections::BTreeMap;

use crate::model::grid::Grid;
use crate::model::place::At;
use crate::model::table::{Attached, Shape, Standing, Table, Value};

/// Blank cells that one table may have: a sheet that is nearly empty is no table of open counts.
pub(super) const MOST: usize = 100_000;

/// Values that share a row, or a column.
struct Line<'a> {
    members: Vec<&'a Value>,
    /// Labels that all of them have; for a single one, see [`own`].
    labels: Vec<&'a Attached>,
}

/// The blank cells of a table, each with the labels that a count there would have; `None` if there are more than
/// [`MOST`].
pub(super) fn among_counts(grid: &Grid, table: &Table) -> Option<Vec<Value>> {
    if table.shape != Shape::Counts {
        return Some(Vec::new());
    }
    let plain = || table.values.iter().filter(|value| value.standing == Standing::Plain);
    let rows = lines(plain(), |value| value.at.row);
    let cols = lines(plain(), |value| value.at.col);
    let mut out = Vec::new();
    for (row, in_row) in &rows {
        for (col, in_col) in &cols {
            let at = At { row: *row, col: *col };
            if grid.as_given(at).is_some() || grid.merge_at(at).is_some() {
                continue;
            }
            let beside = in_row.members[0];
            let from_row = own(in_row, |value| &cols[&value.at.col]);
            let from_col = own(in_col, |value| &rows[&value.at.row]);
            let Some(labels) = union(beside, &from_row, &from_col) else { continue };
            if out.len() == MOST {
                return None;
            }
            let in_unit = in_col.members[0].unit;
            let same = in_col.members.iter().all(|value| value.unit == in_unit);
            let unit = if same { in_unit } else { beside.unit };
            out.push(Value { at, labels, total_words: "".into(), standing: Standing::Plain, unit });
        }
    }
    Some(out)
}

fn lines<'a>(values: impl Iterator<Item = &'a Value>, by: impl Fn(&Value) -> u32) -> BTreeMap<u32, Line<'a>> {
    let mut out: BTreeMap<u32, Line<'a>> = BTreeMap::new();
    for value in values {
        match out.get_mut(&by(value)) {
            Some(line) => {
                line.members.push(value);
                line.labels.retain(|label| value.labels.contains(label));
            }
            None => {
                out.insert(by(value), Line { members: vec![value], labels: value.labels.iter().collect() });
            }
        }
    }
    out
}

/// The labels of a line: those its values share. Of a single value, those that its other line does not share.
fn own<'a>(line: &Line<'a>, crossing: impl Fn(&Value) -> &'a Line<'a>) -> Vec<&'a Attached> {
    match line.members.as_slice() {
        [only] => {
            let crossed = &crossing(only).labels;
            line.labels.iter().copied().filter(|label| !crossed.contains(label)).collect()
        }
        _ => line.labels.clone(),
    }
}

/// The labels of both lines in the order of the value beside, if they are of the same dimensions as that value's.
fn union(beside: &Value, from_row: &[&Attached], from_col: &[&Attached]) -> Option<Vec<Attached>> {
    let found = |like: &Attached| {
        let same = |label: &&&Attached| (label.dimension, label.refines) == (like.dimension, like.refines);
        let mut both = from_row.iter().chain(from_col).filter(same);
        let first = *both.next()?;
        both.all(|other| *other == first).then(|| first.clone())
    };
    beside.labels.iter().map(found).collect()
}
