//! What a figure nobody understood says of the tables around it.
//!
//! A reading that leaves figures open has misjudged something: a header taken for a line, an age for a count, two tables
//! for one. What it read beside them may be as wrong, and would look like any other figure in a release.

use super::found::Found;
use super::sheet::Sheet;
use crate::model::finding::{Finding, Kind};
use crate::model::table::{CellRole, Table};

/// The tables near which no figure was left open; the others are set aside, with the place to look at first.
pub(super) fn without_doubtful(sheet: &Sheet<'_>, tables: Vec<Table>, found: &mut Found<'_>) -> Vec<Table> {
    let within = |index: &&usize| {
        let row = sheet.at(**index).row;
        tables.iter().any(|table| table.first.row <= row + 1 && row <= table.last.row + 1)
    };
    let several = found.outside.len() > 1;
    let outside = found.outside.iter().filter(|index| several || within(index));
    let Some(first) = found.open.iter().chain(outside).copied().min_by_key(|index| sheet.at(*index)) else {
        return tables;
    };
    for table in tables {
        let reason = format!(
            "figures near it were not understood, the first at {}: it may have been misread too",
            sheet.at(first).address(found.grid.csv)
        );
        found.findings.push(Finding::new(found.place(table.first), Kind::TableSetAside { reason }));
        for value in &table.values {
            found.mark_at(value.at, CellRole::SetAside);
        }
    }
    Vec::new()
}
