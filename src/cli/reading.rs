//! What a run would make of a file, drawn for a person who wonders: the role of each cell, the tables, and why.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::inspected;
use crate::config::Plan;
use crate::detect::Detected;
use crate::file;
use crate::intake::Whose;
use crate::model::because::{Because, Says};
use crate::model::digest;
use crate::model::finding::{Finding, Kind};
use crate::model::grid::Grid;
use crate::model::place::{At, Place};
use crate::model::recipe::Recipe;
use crate::model::returns::Reveal;
use crate::model::table::{Attached, CellRole, Shape, Standing, Table};
use crate::model::term::DimensionId;
use crate::read::ReadFile;
use crate::report::clean;

/// Labels of a dimension that are named; the rest are counted.
const LABELS: usize = 6;

/// Every sheet of a file with the role of each cell, its tables, and what was noticed.
pub(super) fn drawn(plan: &Plan, whose: &Whose, (name, bytes): (&str, &[u8]), read: &ReadFile, rows: usize) -> String {
    let sha256 = digest::sha256(bytes);
    let mut out = inspected::facts(name, bytes.len(), read, &whose_it_is(whose));
    inspected::hidden(&mut out, read);
    let held = file::held(read, &whose.record, &sha256);
    let csv = read.grids.first().is_some_and(|grid| grid.csv);
    let noted =
        read.noted.iter().map(|noted| Finding::new(place(whose, &noted.sheet, noted.at, csv), noted.kind.clone()));
    let of_file = held.iter().map(|kind| Finding::new(Place::file(&whose.path), kind.clone()));
    findings(&mut out, &whose.findings.iter().cloned().chain(of_file).chain(noted).collect::<Vec<_>>());
    if whose.record.reveal(&sha256) == Some(Reveal::Everything) {
        out.push_str(
            "\nreturns.csv says that what it hides is loaded too; here it stays hidden, as if that were not so\n",
        );
    }
    if !read.grids.is_empty() {
        let marks = CellRole::EVERY.map(|role| format!("{} {}", mark(role), meaning(role))).join(", ");
        line(&mut out, &format!("\nmarks: {marks}"));
    }
    for grid in &read.grids {
        draw(&mut out, plan, whose, grid, (rows, held.is_some()));
    }
    out
}

/// One sheet as a run would read it, by itself.
pub(super) fn sheet(plan: &Plan, whose: &Whose, grid: &Grid, rows: usize) -> String {
    let mut out = String::new();
    draw(&mut out, plan, whose, grid, (rows, false));
    out
}

fn draw(out: &mut String, plan: &Plan, whose: &Whose, grid: &Grid, (rows, held): (usize, bool)) {
    let (detected, recipe) = file::sheet(plan, whose.request.as_ref(), &whose.record, &whose.path, grid, held);
    inspected::sheet(out, grid, rows, |index| {
        let cell = &grid.cells()[index];
        let shown = inspected::short(grid, cell);
        if grid.is_hidden(cell.at) { shown } else { format!("{} {shown}", mark(detected.roles[index])) }
    });
    if let Some(recipe) = recipe {
        line(out, &format!("  {}", by_recipe(recipe, &detected.findings)));
    }
    out.push_str(&tables(plan, whose, grid, &detected));
    findings(out, &detected.findings);
}

/// The tables that a reading of a sheet gives, each with where its labels stand and what speaks for that.
pub(super) fn tables(plan: &Plan, whose: &Whose, grid: &Grid, detected: &Detected) -> String {
    let mut out = String::new();
    if detected.tables.is_empty() && !grid.cells().is_empty() {
        out.push_str("  no table\n");
    }
    for found in &detected.tables {
        table(&mut out, plan, whose, grid, detected, found);
    }
    out
}

/// The request and the force, as far as anybody says them.
fn whose_it_is(whose: &Whose) -> Vec<(&'static str, String)> {
    let request = match &whose.request {
        Some(request) => {
            format!("{}, which counts `{}`", request.id, whose.record.unit.as_ref().unwrap_or(&request.unit))
        }
        None => "none is known: ages are not told apart by whose they are; --request names one".into(),
    };
    let force = if whose.record.police_force.is_empty() { "none is known" } else { &whose.record.police_force };
    vec![("request", clean::text(&request)), ("force", clean::text(force))]
}

fn place(whose: &Whose, sheet: &Arc<str>, at: Option<At>, csv: bool) -> Place {
    match at {
        Some(at) => Place::cell(&whose.path, sheet, at.address(csv)),
        None => Place::sheet(&whose.path, sheet),
    }
}

/// One character for a role.
fn mark(role: CellRole) -> char {
    match role {
        CellRole::Title => 'T',
        CellRole::Header => 'H',
        CellRole::Label => 'L',
        CellRole::Value => 'V',
        CellRole::Total => 'S',
        CellRole::Figure => 'F',
        CellRole::LineNumber => '#',
        CellRole::Note => 'N',
        CellRole::SetAside => 'x',
    }
}

fn meaning(role: CellRole) -> &'static str {
    match role {
        CellRole::Title => "title",
        CellRole::Header => "header",
        CellRole::Label => "label",
        CellRole::Value => "value",
        CellRole::Total => "stated total",
        CellRole::Figure => "figure that is no count",
        CellRole::LineNumber => "line number",
        CellRole::Note => "note",
        CellRole::SetAside => "set aside",
    }
}

/// What became of the recipe that is for a sheet.
fn by_recipe(recipe: &Recipe, findings: &[Finding]) -> String {
    let is = |wanted: fn(&Kind) -> bool| findings.iter().any(|finding| wanted(&finding.kind));
    let became = if is(|kind| matches!(kind, Kind::LayoutFailed { .. })) {
        "is for this sheet and failed"
    } else if is(|kind| matches!(kind, Kind::LayoutUnneeded { .. })) {
        "was used, and is not needed: detection finds the same without it"
    } else {
        "was used"
    };
    format!("the recipe {} {became}", recipe.source)
}

/// Where a table stands, what it holds, and what speaks for it.
fn table(out: &mut String, plan: &Plan, whose: &Whose, grid: &Grid, detected: &Detected, table: &Table) {
    let inside = |at: At| {
        (table.first.row..=table.last.row).contains(&at.row) && (table.first.col..=table.last.col).contains(&at.col)
    };
    let cells = grid.cells().iter().zip(&detected.roles);
    let aside = cells.filter(|(cell, role)| **role == CellRole::SetAside && inside(cell.at)).count();
    let totals = table.values.iter().filter(|v| matches!(v.standing, Standing::Total | Standing::Subtotal)).count();
    let values = table.values.len() - totals;
    let what = match table.shape {
        Shape::Counts => {
            format!("counts: {}, {}", many(values, "value"), many(totals, "stated total"))
        }
        Shape::Lines => format!("lines: {values} of them"),
    };
    let [first, last] = [table.first, table.last].map(|at| at.address(grid.csv));
    let range = if grid.csv { format!("{first} to {last}") } else { format!("{first}:{last}") };
    line(out, &format!("\n  table {range}, {what}, {} set aside", many(aside, "cell")));
    for reason in &table.why {
        if let Because::Turned { .. } = reason {
            line(out, &format!("    {}", reason.text(grid.csv, |id| &plan.dimensions[id].name)));
        }
    }
    for labels in labels(table) {
        labels.describe(out, plan, grid.csv);
    }
    let unit = whose.record.unit.as_ref().or_else(|| whose.request.as_ref().map(|request| &request.unit));
    let unit = plan.units.iter().position(|known| Some(known) == unit);
    for (nth, title) in table.titles.iter().enumerate() {
        let sheet = if nth + 1 == table.titles.len() && **title == *grid.sheet { "the sheet's name" } else { "title" };
        let label_of = plan.lexicon.for_unit(plan.lexicon.recognise(title).label_of, unit).single();
        let held = label_of.map(|id| format!(", which may be a label of {}", plan.dimensions[id].name));
        line(out, &format!("    {sheet} `{}`{}", inspected::clipped(title), held.unwrap_or_default()));
    }
}

/// The labels of one dimension that stand in one place.
struct Labels<'t> {
    dimension: DimensionId,
    /// What puts them there; absent where each label speaks for itself.
    why: Option<&'t Because>,
    /// Each once, with the first place where it stands.
    distinct: BTreeMap<&'t str, At>,
}

/// The labels of a table by dimension and place, as they are first met.
fn labels(table: &Table) -> Vec<Labels<'_>> {
    let mut out: Vec<Labels<'_>> = Vec::new();
    for label in table.values.iter().flat_map(|value| &value.labels).filter(|label| !label.raw.trim().is_empty()) {
        let why = table.why.iter().find(|reason| speaks_for(reason, label));
        let at = out.iter().position(|labels| labels.dimension == label.dimension && labels.why == why);
        let at = at.unwrap_or_else(|| {
            out.push(Labels { dimension: label.dimension, why, distinct: BTreeMap::new() });
            out.len() - 1
        });
        let first = out[at].distinct.entry(&*label.raw).or_insert(label.at);
        *first = label.at.min(*first);
    }
    out
}

fn speaks_for(reason: &Because, label: &Attached) -> bool {
    match reason {
        Because::Labels { dimension, stands, .. } => *dimension == label.dimension && stands.holds(label.at),
        Because::Turned { .. } | Because::Recipe(_) => false,
    }
}

impl Labels<'_> {
    fn describe(&self, out: &mut String, plan: &Plan, csv: bool) {
        let mut distinct: Vec<(At, &str)> = self.distinct.iter().map(|(raw, first)| (*first, *raw)).collect();
        distinct.sort_unstable();
        let (place, says) = match self.why {
            Some(Because::Labels { stands, says, .. }) => (stands.text(csv), says.text(csv)),
            _ => (format!("first at {}", distinct[0].0.address(csv)), Says::Itself.text(csv)),
        };
        let shown = distinct.iter().take(LABELS).map(|(_, raw)| format!("`{}`", inspected::clipped(raw)));
        let shown = shown.collect::<Vec<_>>().join(", ");
        let more = if distinct.len() > LABELS { ", ..." } else { "" };
        let name = &plan.dimensions[self.dimension].name;
        line(out, &format!("    {name}: {place}: {}: {shown}{more}", many(distinct.len(), "label")));
        line(out, &format!("      because {says}"));
    }
}

/// `1 label`, `2 labels`.
fn many(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What was noticed, each with its place and the next step.
fn findings(out: &mut String, findings: &[Finding]) {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort();
    if !sorted.is_empty() {
        out.push_str("\n  noticed\n");
    }
    for finding in sorted {
        line(out, &format!("    {}: {}", finding.place, finding.kind.message()));
        line(out, &format!("      hint: {}", finding.kind.hint()));
    }
}

/// A line of its own, whatever the texts in it hold.
fn line(out: &mut String, text: &str) {
    let (breaks, text) = text.split_at(text.len() - text.trim_start_matches('\n').len());
    writeln!(out, "{breaks}{}", clean::text(text)).expect("writing to a string cannot fail");
}
