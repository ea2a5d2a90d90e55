//! The per-file half of the pipeline: read, detect, map. A pure function of the bytes, the return and the plan, so
//! that it can run on any thread, in any process, in any order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config::Plan;
use crate::lexicon::number;
use crate::model::batch::{FileResult, SheetLedger, Tally};
use crate::model::finding::{Finding, Kind, Severity};
use crate::model::grid::{Content, Grid};
use crate::model::place::Place;
use crate::model::returns::{Request, Return, SourceFile};
use crate::model::table::CellRole;
use crate::read::{self, Unreadable};
use crate::{detect, map};

/// Reads one file of a return into observations.
#[must_use]
pub fn process(plan: &Plan, request: &Request, record: &Return, file: &SourceFile, bytes: &[u8]) -> FileResult {
    let mut out = FileResult::default();
    let whole = |kind| Finding::new(Place::file(&file.path), kind);
    let read = match read::grids(bytes) {
        Ok(read) => read,
        Err(unreadable) => {
            out.findings.push(whole(match unreadable {
                Unreadable::Empty => Kind::FileEmpty,
                Unreadable::Because(reason) => Kind::FileUnreadable { reason },
            }));
            return out;
        }
    };
    read.format.text().clone_into(&mut out.format);
    if let Some(dialect) = &read.dialect {
        dialect.encoding.clone_into(&mut out.encoding);
        out.delimiter = Some(dialect.delimiter);
    }
    out.hidden_sheets = read.hidden.len();
    for (sheet, cells) in &read.hidden {
        let place = Place::sheet(&file.path, &sheet.as_str().into());
        out.findings.push(Finding::new(place, Kind::HiddenSheet { cells: *cells }));
    }
    for grid in &read.grids {
        let limit = plan.settings.limits.cells_per_sheet;
        if grid.cells().len() > limit {
            let place = Place::sheet(&file.path, &grid.sheet);
            out.findings.push(Finding::new(place, Kind::SheetTooLarge { cells: grid.cells().len(), limit }));
            out.sheets.push(ledger(grid, &vec![CellRole::SetAside; grid.cells().len()]));
            continue;
        }
        sheet(plan, request, record, file, grid, &mut out);
    }
    let extension = Path::new(&*file.path).extension().unwrap_or_default().to_string_lossy().into_owned();
    let tables = !out.breakdowns.is_empty();
    if !read.format.may_be_named(&extension) {
        let (named, found) = (format!(".{extension}"), read.format.to_string());
        out.findings.push(whole(Kind::FormatMismatch { named, found, tables }));
    } else if !tables && !out.findings.iter().any(|finding| finding.kind.severity() == Severity::Error) {
        out.findings.push(whole(Kind::NoTable));
    }
    out.findings.sort();
    out
}

fn sheet(plan: &Plan, request: &Request, record: &Return, file: &SourceFile, grid: &Grid, out: &mut FileResult) {
    let named = record.unit.as_ref().unwrap_or(&request.unit);
    let unit = plan.units.iter().position(|unit| unit == named);
    let mut detected = detect::tables(&file.path, grid, &plan.lexicon, unit);
    out.findings.append(&mut detected.findings);
    for table in &detected.tables {
        let source = map::Source { plan, request, record, file_id: &file.id, path: &file.path, grid };
        let mut mapped = map::table(source, table);
        let offset = out.breakdowns.len();
        out.breakdowns.append(&mut mapped.breakdowns);
        out.observations.extend(mapped.observations.into_iter().map(|mut observation| {
            observation.breakdown += offset;
            observation
        }));
        for (label, met) in mapped.labels {
            out.labels.entry(label).and_modify(|known| known.times += met.times).or_insert(met);
        }
        out.findings.append(&mut mapped.findings);
        out.rules_used.append(&mut mapped.rules_used);
        for index in mapped.set_aside.iter().filter_map(|at| grid.find(*at)) {
            detected.roles[index] = CellRole::SetAside;
        }
    }
    out.sheets.push(ledger(grid, &detected.roles));
}

/// Counts and sums every cell under its role (law 1).
fn ledger(grid: &Grid, roles: &[CellRole]) -> SheetLedger {
    let mut tallies: BTreeMap<CellRole, Tally> = CellRole::EVERY.into_iter().map(|r| (r, Tally::default())).collect();
    for (cell, role) in grid.cells().iter().zip(roles) {
        let tally = tallies.entry(*role).or_default();
        tally.cells += 1;
        let number = match &cell.content {
            Content::Number(number) => Some(*number),
            Content::Text(text) => number::number(text),
            Content::Date { .. } | Content::Error(_) => None,
        };
        if let Some(number) = number {
            tally.numeric += 1;
            tally.sum += number;
        }
    }
    tallies.retain(|_, tally| tally.cells > 0);
    SheetLedger { sheet: Arc::clone(&grid.sheet), roles: tallies }
}
