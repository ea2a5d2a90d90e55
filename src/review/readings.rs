//! A sheet that was set aside, read in the ways that a layout recipe could say: for a person to pick from.
//!
//! Which lines are headers is taken from the shape of the lines alone; which dimensions labels may be of, from what the
//! words may be. Every way is then read by the reader of recipes itself, and those that give no table are dropped. Nothing
//! here is ever used by a run: what is picked becomes a recipe that anybody may read and mend.

mod block;

use std::cmp::Reverse;

use crate::config::Plan;
use crate::detect::{self, Detected};
use crate::intake::Whose;
use crate::lexicon::Grammar;
use crate::model::finding::{Finding, Kind};
use crate::model::grid::Grid;
use crate::model::recipe::{Direction, Recipe};
use crate::model::table::CellRole;
use crate::model::term::DimensionId;
use block::{Block, Labels};

/// Ways that are read, and ways that are offered.
const TRIED: usize = 24;
const OFFERED: usize = 4;
/// Dimensions that are tried for one place of labels.
const EACH: usize = 4;

/// One way to read a sheet.
#[derive(Debug)]
pub struct Reading {
    /// `outcome: left, header result; period: up`, a table a line.
    pub says: String,
    /// What `config/layouts/` would hold.
    pub recipe: String,
    /// What `config/dimensions.toml` would hold instead, where only headers are unknown: the name of a dimension, and
    /// its line of headers with the new one.
    pub headers: Vec<(String, String)>,
    pub detected: Detected,
}

/// The ways to read a sheet, those that understand most of it first. None if its lines have no headers, or no way gives
/// a table.
#[must_use]
pub fn of(plan: &Plan, whose: &Whose, grid: &Grid) -> Vec<Reading> {
    let blocks = block::of(&plan.lexicon, grid);
    let ways: Vec<Vec<Vec<DimensionId>>> = blocks.iter().map(|block| ways(plan, whose, block)).collect();
    if blocks.is_empty() || ways.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let most = ways.iter().map(Vec::len).max().unwrap_or(0).min(TRIED);
    let mut out: Vec<(usize, Reading)> = Vec::new();
    for nth in 0..most {
        let chosen: Vec<(&Block, &[DimensionId])> =
            blocks.iter().zip(&ways).map(|(block, ways)| (block, &*ways[nth.min(ways.len() - 1)])).collect();
        let Some(reading) = reading(plan, whose, grid, &chosen) else { continue };
        let aside = reading.detected.roles.iter().filter(|role| **role == CellRole::SetAside).count();
        out.push((aside, reading));
    }
    // Stable: of those that understand as much, the likelier first.
    out.sort_by_key(|(aside, _)| *aside);
    out.into_iter().map(|(_, reading)| reading).take(OFFERED).collect()
}

/// Every choice of one dimension for each place of labels, the likeliest first.
fn ways(plan: &Plan, whose: &Whose, block: &Block) -> Vec<Vec<DimensionId>> {
    let mut out: Vec<(usize, Vec<DimensionId>)> = vec![(0, Vec::new())];
    for labels in &block.labels {
        let likely = likely(plan, whose, labels);
        out = out
            .iter()
            .flat_map(|(score, chosen)| {
                let free = likely.iter().filter(|(_, dimension)| !chosen.contains(dimension));
                free.map(|(own, dimension)| (score + own, [&chosen[..], &[*dimension]].concat())).collect::<Vec<_>>()
            })
            .collect();
    }
    out.sort_by_key(|(score, _)| Reverse(*score));
    out.truncate(TRIED);
    out.into_iter().map(|(_, chosen)| chosen).filter(|chosen| !chosen.is_empty()).collect()
}

/// Dimensions that labels in one place may be of, with how much speaks for each; where nothing does, those with codes
/// that the request asked about before the others.
fn likely(plan: &Plan, whose: &Whose, labels: &Labels) -> Vec<(usize, DimensionId)> {
    let headed = labels.header.as_ref().map(|header| plan.lexicon.recognise(header).header_of).unwrap_or_default();
    let known: Vec<_> = labels.texts.iter().map(|text| plan.lexicon.recognise(text).label_of).collect();
    let score = |id: DimensionId| {
        let of_labels = known.iter().filter(|known| known.contains(id)).count();
        of_labels + if headed.contains(id) { labels.texts.len() + 1 } else { 0 }
    };
    let all = 0..plan.dimensions.len();
    let mut scored: Vec<(usize, DimensionId)> = all.clone().map(|id| (score(id), id)).filter(|(s, _)| *s > 0).collect();
    if scored.is_empty() {
        let asked = |id: &DimensionId| {
            let name = &plan.dimensions[*id].name;
            whose.request.as_ref().is_some_and(|request| request.questions.iter().any(|asked| **asked == **name))
        };
        let codes = all.filter(|id| plan.dimensions[*id].grammar == Grammar::Codes);
        scored = codes.map(|id| (usize::from(asked(&id)), id)).collect();
    }
    scored.sort_by_key(|(score, _)| Reverse(*score));
    scored.truncate(EACH);
    scored
}

/// What a recipe of this choice gives, if it gives a table.
fn reading(plan: &Plan, whose: &Whose, grid: &Grid, chosen: &[(&Block, &[DimensionId])]) -> Option<Reading> {
    let recipe = Recipe {
        source: String::new(),
        files: None,
        force: None,
        request: None,
        sheet: None,
        tables: chosen.iter().map(|(block, dimensions)| block.outline(dimensions)).collect::<Option<_>>()?,
    };
    let named = whose.record.unit.as_ref().or_else(|| whose.request.as_ref().map(|request| &request.unit));
    let unit = plan.units.iter().position(|unit| Some(unit) == named);
    let detected = detect::tables(&whose.path, grid, &plan.lexicon, unit, Some(&recipe));
    // A recipe that says what detection finds anyway is not needed.
    let unneeded = |finding: &Finding| matches!(finding.kind, Kind::LayoutUnneeded { .. });
    if detected.tables.is_empty() || detected.findings.iter().any(unneeded) {
        return None;
    }
    let name = |dimension: &DimensionId| plan.dimensions[*dimension].name.as_str();
    let says = chosen.iter().map(|(block, dimensions)| {
        let places = block.labels.iter().zip(*dimensions);
        let each = places.map(|(labels, dimension)| {
            let header = labels.header.as_ref().map(|header| format!(" under `{header}`")).unwrap_or_default();
            format!("{} {}{header}", name(dimension), direction(labels.direction))
        });
        each.collect::<Vec<_>>().join(", ")
    });
    let sheet = format!("sheet = {}\n", quoted(&block::pattern(&plan.lexicon.normal(&grid.sheet))));
    let head = [format!("files = {}\n", quoted(&globset::escape(&whose.path)))];
    let sheet = (!grid.sheet.is_empty()).then_some(sheet);
    let tables = chosen.iter().map(|(block, ids)| block.toml(&ids.iter().map(name).collect::<Vec<_>>()));
    let headers = chosen.iter().flat_map(|(block, ids)| block.labels.iter().zip(*ids)).filter_map(|(labels, id)| {
        let is_column = matches!(labels.direction, Direction::Left | Direction::LeftUp);
        let header =
            labels.header.as_ref().filter(|header| is_column && !plan.lexicon.recognise(header).is_header())?;
        Some((name(id).to_owned(), with_header(plan, name(id), &block::pattern(header))?))
    });
    let headers = headers.collect();
    let recipe = head.into_iter().chain(sheet).chain(tables).collect();
    Some(Reading { says: says.collect::<Vec<_>>().join("\n"), recipe, headers, detected })
}

/// The headers of a dimension with one more, as `config/dimensions.toml` writes them; nothing if it writes them on
/// several lines.
fn with_header(plan: &Plan, dimension: &str, pattern: &str) -> Option<String> {
    let (_, text) = plan.files.iter().find(|(path, _)| path == "config/dimensions.toml")?;
    let named = format!("name = {}", quoted(dimension));
    let line = text.lines().skip_while(|line| line.trim() != named).find(|line| line.starts_with("headers"))?;
    Some(format!("{}, {}]", line.trim_end().strip_suffix(']')?, quoted(pattern)))
}

/// As recipes write it.
fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::UpLeft => "up-left",
        Direction::Left => "left",
        Direction::LeftUp => "left-up",
        Direction::Section => "section",
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
