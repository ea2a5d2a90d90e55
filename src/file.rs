//! The per-file half of the pipeline: read, detect, map. A pure function of the bytes, the return and the plan, so
//! that it can run on any thread, in any process, in any order.

use std::collections::BTreeMap;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::config::Plan;
use crate::container::{Format, Unreadable};
use crate::detect::Detected;
use crate::lexicon::number;
use crate::model::batch::{FileResult, SheetLedger, Tally};
use crate::model::finding::{Finding, Kind, Severity, Stopped};
use crate::model::grid::{Content, Grid};
use crate::model::place::{At, Place};
use crate::model::recipe::Recipe;
use crate::model::returns::{Request, Return, SourceFile};
use crate::model::table::CellRole;
use crate::read::{self, ReadFile, correct};
use crate::{detect, map};

/// Reads one file of a return into observations. A panic is caught and costs the file only.
///
/// # Errors
/// The parser panicked, or our own code did.
pub fn attempt(
    plan: &Plan,
    request: &Request,
    record: &Return,
    file: &SourceFile,
    bytes: &[u8],
) -> Result<FileResult, Stopped> {
    let read = || read::file(bytes, &plan.settings, record.reveal(&file.sha256));
    let read = catch_unwind(AssertUnwindSafe(read)).map_err(|_| Stopped::Parser)?;
    let understand = || understand(plan, request, record, file, read);
    catch_unwind(AssertUnwindSafe(understand)).map_err(|_| Stopped::Crash)
}

fn understand(
    plan: &Plan,
    request: &Request,
    record: &Return,
    file: &SourceFile,
    read: Result<ReadFile, Unreadable>,
) -> FileResult {
    let mut out = FileResult::default();
    let whole = |kind| Finding::new(Place::file(&file.path), kind);
    let read = match read {
        Ok(read) => read,
        Err(unreadable) => {
            out.findings.push(whole(unreadable.kind()));
            return out;
        }
    };
    read.format.text().clone_into(&mut out.format);
    if let Some(dialect) = &read.dialect {
        dialect.encoding.clone_into(&mut out.encoding);
        out.delimiter = dialect.delimiter;
    }
    let held = held(&read, record, &file.sha256);
    let is_held = held.is_some();
    for noted in read.noted {
        let place = place_in(&file.path, &noted.sheet, noted.at, read.format == Format::Text);
        out.findings.push(Finding::new(place, noted.kind));
    }
    let decided = record.reveal(&file.sha256);
    for hidden in &read.hidden {
        let place = place_in(&file.path, &hidden.sheet, None, false);
        out.findings.push(Finding::new(place, Kind::HiddenContent { hidden: hidden.clone(), decided }));
    }
    out.hidden = read.hidden;
    out.sheets.extend(read.aside.iter().map(|(sheet, cells)| all_aside(sheet, *cells)));
    out.findings.extend(held.map(whole));
    let mut sheets: Vec<Detected> = Vec::new();
    let mut grids = read.grids;
    for grid in &mut grids {
        let corrected = correct::sheet(&file.path, grid, &plan.corrections);
        out.findings.extend(corrected.findings);
        out.corrections.extend(corrected.rules);
    }
    for grid in &grids {
        let (detected, recipe) = sheet(plan, Some(request), record, &file.path, grid, is_held);
        out.rules_used.extend(recipe.map(|recipe| recipe.source.clone()));
        sheets.push(detected);
    }
    let source = |grid| map::Source { plan, request, record, file_id: &file.id, path: &file.path, grid };
    understand_tables(&grids, source, sheets, &mut out);
    let extension = Path::new(&*file.path).extension().unwrap_or_default().to_string_lossy().into_owned();
    let tables = !out.breakdowns.is_empty() || !out.figures.is_empty();
    if is_held {
        // Nothing was looked for.
    } else if !read.format.may_be_named(&extension) {
        let (named, found) = (format!(".{extension}"), read.format.to_string());
        out.findings.push(whole(Kind::FormatMismatch { named, found, tables }));
    } else if !tables && !out.findings.iter().any(|finding| finding.kind.severity() == Severity::Error) {
        out.findings.push(whole(Kind::NoTable));
    }
    out.findings.sort();
    out
}

/// The tables of one sheet of a return, and the recipe they were read by. Of a file that is held, and of a sheet that
/// is too large, every cell is set aside.
#[must_use]
pub fn sheet<'a>(
    plan: &'a Plan,
    request: Option<&Request>,
    record: &Return,
    path: &Arc<str>,
    grid: &Grid,
    is_held: bool,
) -> (Detected, Option<&'a Recipe>) {
    let limit = plan.settings.limits.cells_per_sheet;
    let cells = grid.cells().len();
    let large = (cells > limit).then_some(Kind::SheetTooLarge { cells: cells as u64, limit });
    if is_held || large.is_some() {
        let findings = large.into_iter().map(|kind| Finding::new(Place::sheet(path, &grid.sheet), kind)).collect();
        return (Detected { tables: Vec::new(), roles: vec![CellRole::SetAside; cells], findings }, None);
    }
    let named = record.unit.as_ref().or_else(|| request.map(|request| &request.unit));
    let unit = plan.units.iter().position(|unit| Some(unit) == named);
    let (name, id) = (plan.lexicon.normal(&grid.sheet), request.map_or("", |request| &*request.id));
    let recipe = plan.layouts.iter().find(|recipe| recipe.is_for(path, &record.police_force, id, &name));
    (detect::tables(path, grid, &plan.lexicon, unit, recipe), recipe)
}

/// What keeps all of a file from being loaded: hidden content that looks like records, unless somebody has decided
/// about it.
#[must_use]
pub fn held(read: &ReadFile, record: &Return, sha256: &str) -> Option<Kind> {
    let records = read.hidden.iter().filter(|hidden| hidden.record_level).map(ToString::to_string);
    let what: Vec<String> = records.collect();
    let is_held = !what.is_empty() && record.reveal(sha256).is_none();
    is_held.then(|| Kind::FileHeld { what: what.join("; "), sha256: sha256.to_owned() })
}

/// Maps the tables of all sheets, and balances each sheet.
fn understand_tables<'a>(
    grids: &'a [Grid],
    source: impl Fn(&'a Grid) -> map::Source<'a>,
    mut sheets: Vec<Detected>,
    out: &mut FileResult,
) {
    let mut roles: Vec<Vec<CellRole>> = sheets.iter_mut().map(|sheet| mem::take(&mut sheet.roles)).collect();
    out.findings.extend(sheets.iter_mut().flat_map(|sheet| mem::take(&mut sheet.findings)));
    let homes =
        || sheets.iter().enumerate().flat_map(|(home, sheet)| sheet.tables.iter().map(move |table| (home, table)));
    let tables: Vec<_> = homes().map(|(home, table)| (source(&grids[home]), table)).collect();
    for ((home, _), mut mapped) in homes().zip(map::tables(&tables)) {
        let offset = out.breakdowns.len();
        out.breakdowns.append(&mut mapped.breakdowns);
        out.observations.extend(mapped.observations.into_iter().map(|mut observation| {
            observation.breakdown += offset;
            observation
        }));
        out.figures.append(&mut mapped.figures);
        for (label, met) in mapped.labels {
            out.labels.entry(label).and_modify(|known| known.times += met.times).or_insert(met);
        }
        out.findings.append(&mut mapped.findings);
        out.rules_used.append(&mut mapped.rules_used);
        for index in mapped.set_aside.iter().filter_map(|at| grids[home].find(*at)) {
            roles[home][index] = CellRole::SetAside;
        }
    }
    out.sheets.extend(grids.iter().zip(&roles).map(|(grid, roles)| ledger(grid, roles)));
}

fn place_in(path: &Arc<str>, sheet: &Arc<str>, at: Option<At>, csv: bool) -> Place {
    match at {
        Some(at) => Place::cell(path, sheet, at.address(csv)),
        None => Place::sheet(path, sheet),
    }
}

/// The balance of a sheet that nobody could read whole: so many cells, all set aside.
fn all_aside(sheet: &Arc<str>, cells: u64) -> SheetLedger {
    let tally = Tally { cells, numeric: 0, sum: 0.0 };
    SheetLedger { sheet: Arc::clone(sheet), roles: BTreeMap::from([(CellRole::SetAside, tally)]) }
}

/// Counts and sums every cell under its role (law 1).
fn ledger(grid: &Grid, roles: &[CellRole]) -> SheetLedger {
    let mut tallies: BTreeMap<CellRole, Tally> = CellRole::EVERY.into_iter().map(|r| (r, Tally::default())).collect();
    let kept = grid.cells().iter().zip(roles).map(|(cell, role)| (grid.as_given(cell.at).unwrap_or(cell), *role));
    for (cell, role) in kept.chain(grid.dropped().map(|cell| (cell, CellRole::SetAside))) {
        let tally = tallies.entry(role).or_default();
        tally.cells += 1;
        let number = match &cell.content {
            Content::Number(number) => Some(*number),
            Content::Text(text) => number::number(text),
            Content::Date { .. } | Content::Error(_) => None,
        };
        // The sum of hidden cells would tell what they hold.
        if let Some(number) = number.filter(|_| !grid.is_hidden(cell.at)) {
            tally.numeric += 1;
            tally.sum += number;
        }
    }
    tallies.retain(|_, tally| tally.cells > 0);
    SheetLedger { sheet: Arc::clone(&grid.sheet), roles: tallies }
}
