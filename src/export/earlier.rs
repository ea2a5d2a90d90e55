//! Public files that are out already: what they showed cannot be hidden any more, and what they hid stays hidden.

use std::collections::BTreeMap;
use std::path::Path;

use duckdb::types::Value;

use super::figures::{ALL, Figure, Key};
use super::source::{Scope, date};
use crate::warehouse;

/// A public file as anybody can read it.
#[derive(Debug)]
pub(super) struct Earlier {
    /// Its name, without folders.
    pub name: String,
    pub run_id: String,
    pub told: Vec<Told>,
}

/// One figure of an earlier file.
#[derive(Debug)]
pub(super) struct Told {
    pub key: Key,
    /// Absent where it is hidden.
    pub low: Option<i64>,
    pub high: Option<i64>,
    pub forces: Vec<String>,
}

impl Earlier {
    /// Reads a file whose figures have these columns for what requests hold fixed.
    pub(super) fn read(path: &Path, held: &[String]) -> duckdb::Result<Self> {
        let connection = warehouse::open(path)?;
        let columns =
            std::iter::once("police_forces").chain(held.iter().map(String::as_str)).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT request, police_force, unit, count_basis, period, CAST(period_from AS VARCHAR),
               CAST(period_to AS VARCHAR), dimension, term, count_low, count_high, {columns}
             FROM public_figure ORDER BY ALL"
        );
        let mut statement = connection.prepare(&sql)?;
        let told = statement.query_map([], |row| {
            let scope = Scope {
                unit: row.get(2)?,
                count_basis: row.get(3)?,
                held: (12..12 + held.len()).map(|at| row.get(at)).collect::<duckdb::Result<_>>()?,
                period: row.get(4)?,
                from: date(row, 5)?,
                to: date(row, 6)?,
            };
            let key = Key {
                request: row.get(0)?,
                scope,
                dimension: row.get(7)?,
                police_force: row.get(1)?,
                term: row.get(8)?,
            };
            Ok(Told { key, low: row.get(9)?, high: row.get(10)?, forces: texts(row.get(11)?) })
        })?;
        let told = told.collect::<duckdb::Result<_>>()?;
        let run_id = connection.query_row("SELECT says FROM public_rule WHERE rule = 'run'", [], |row| row.get(0))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, run_id, told })
    }
}

fn texts(value: Value) -> Vec<String> {
    let (Value::List(items) | Value::Array(items)) = value else { return Vec::new() };
    items.into_iter().filter_map(|item| if let Value::Text(text) = item { Some(text) } else { None }).collect()
}

/// What makes two figures the same count, whatever table they stand in: a force's total is one in every table, and the
/// answers of a force to two letters are one if they agree. National sums are of one letter and of the same forces; one over a
/// single force is that force's own figure.
pub(super) type Identity<'a> = (&'a str, &'a [String], &'a Scope, &'a str, &'a str);

pub(super) fn identity<'a>(key: &'a Key, forces: &'a [String]) -> Identity<'a> {
    let dimension = if key.term == ALL { "" } else { key.dimension.as_str() };
    let request = if key.police_force == ALL && forces.len() > 1 { key.request.as_str() } else { "" };
    (request, forces, &key.scope, dimension, &key.term)
}

/// Marks the figures that earlier files showed with their present counts, and those that they hid.
pub(super) fn mark(figures: &mut [Figure], earlier: &[Earlier]) {
    type Shown<'a> = (Identity<'a>, Option<i64>, Option<i64>);
    let mut shown: BTreeMap<Shown<'_>, usize> = BTreeMap::new();
    let mut hidden: Vec<&Key> = Vec::new();
    for (at, file) in earlier.iter().enumerate() {
        for told in &file.told {
            if told.low.is_some() {
                shown.entry((identity(&told.key, &told.forces), told.low, told.high)).or_insert(at);
            } else {
                hidden.push(&told.key);
            }
        }
    }
    hidden.sort();
    for figure in figures {
        let count = (Some(figure.count.low()), figure.count.high());
        figure.shown_before = shown.get(&(identity(&figure.key, &figure.forces), count.0, count.1)).copied();
        figure.hidden_before = hidden.binary_search(&&figure.key).is_ok();
    }
}
