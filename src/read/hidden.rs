//! What a file hides, and what that amounts to: the one place that keeps hidden content out (law 10).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ReadFile;
use crate::config::HiddenRules;
use crate::model::grid::{Cell, Content, Grid, Merge};
use crate::model::hidden::{Hidden, HiddenKind, Ranges};
use crate::model::place::column_letters;
use crate::model::returns::Reveal;

/// Filled cells that make a line a record rather than an entry of a short list.
pub(super) const FIELDS_OF_A_RECORD: usize = 3;

/// Ranges named in full; more are counted.
const RANGES_NAMED: usize = 4;

/// Whether a person sees a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    #[default]
    Visible,
    Hidden,
    VeryHidden,
}

/// A sheet as read, with all it hides.
#[derive(Debug)]
pub(super) struct Sheet {
    pub name: String,
    pub shown: Shown,
    pub cells: Vec<Cell>,
    pub merges: Vec<Merge>,
    /// From first to last, both included, from 0.
    pub hidden_rows: Vec<(u32, u32)>,
    pub hidden_cols: Vec<(u32, u32)>,
    pub comments: u64,
}

/// Adds a sheet to what was read: its grid, if it is shown, and what is hidden in it.
pub(super) fn conceal(sheet: Sheet, rules: &HiddenRules, reveal: Option<Reveal>, read: &mut ReadFile) {
    let name: Arc<str> = sheet.name.as_str().into();
    let mut hide = |kind, at: String, cells: Vec<&Cell>| {
        let record_level = looks_like_records(&cells, rules);
        read.hidden.push(Hidden { kind, sheet: name.clone(), at, count: cells.len() as u64, record_level });
    };
    let filled = || sheet.cells.iter().filter(|cell| !is_blank(cell));
    let whole = match sheet.shown {
        Shown::Visible => None,
        Shown::Hidden => Some(HiddenKind::Sheet),
        Shown::VeryHidden => Some(HiddenKind::VeryHiddenSheet),
    };
    if let Some(kind) = whole {
        hide(kind, String::new(), filled().collect());
    }
    let (rows, cols) = (Ranges::new(sheet.hidden_rows), Ranges::new(sheet.hidden_cols));
    let mut hide_axis = |kind, ranges: &Ranges, number: fn(&Cell) -> u32, named: fn(u32) -> String| {
        let cells: Vec<&Cell> = filled().filter(|cell| ranges.around(number(cell)).is_some()).collect();
        // Rows and columns without a value hide nothing.
        if whole.is_none() && !cells.is_empty() {
            let used: BTreeSet<(u32, u32)> = cells.iter().filter_map(|cell| ranges.around(number(cell))).collect();
            hide(kind, ranges_named(&used, named), cells);
        }
    };
    hide_axis(HiddenKind::Rows, &rows, |cell| cell.at.row, |row| (row + 1).to_string());
    hide_axis(HiddenKind::Columns, &cols, |cell| cell.at.col, column_letters);
    if sheet.comments > 0 {
        let (at, count) = (String::new(), sheet.comments);
        read.hidden.push(Hidden { kind: HiddenKind::Comment, sheet: name.clone(), at, count, record_level: false });
    }
    let everything = reveal == Some(Reveal::Everything);
    if whole.is_none() || everything {
        let grid = Grid::new(name, false, sheet.cells, sheet.merges);
        read.grids.push(if everything { grid } else { grid.hiding(rows, cols) });
    }
}

fn ranges_named(ranges: &BTreeSet<(u32, u32)>, named: fn(u32) -> String) -> String {
    let range = |(first, last): &(u32, u32)| {
        if first == last { named(*first) } else { format!("{}:{}", named(*first), named(*last)) }
    };
    let mut out: Vec<String> = ranges.iter().take(RANGES_NAMED).map(range).collect();
    if ranges.len() > RANGES_NAMED {
        out.push(format!("and {} more", ranges.len() - RANGES_NAMED));
    }
    out.join(", ")
}

fn is_blank(cell: &Cell) -> bool {
    matches!(&cell.content, Content::Text(text) if text.trim().is_empty())
}

/// Whether hidden cells look like one line for each case or person: many lines of several fields with words or dates
/// among them, or a few under a header that names what only records have. A hidden crosstab is mostly numbers.
fn looks_like_records(cells: &[&Cell], rules: &HiddenRules) -> bool {
    let mut lines: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for cell in cells {
        let (filled, words) = lines.entry(cell.at.row).or_default();
        *filled += 1;
        *words += usize::from(matches!(cell.content, Content::Text(_) | Content::Date { .. }));
    }
    let records = lines.values().filter(|(filled, words)| *filled >= FIELDS_OF_A_RECORD && *words >= 2).count();
    let personal = || {
        // Headers stand in the first lines.
        let headers = lines.keys().nth(rules.header_lines).copied().unwrap_or(u32::MAX);
        let texts = cells.iter().filter(|cell| cell.at.row < headers);
        texts
            .filter_map(|cell| if let Content::Text(text) = &cell.content { Some(text) } else { None })
            .any(|text| rules.is_personal(text))
    };
    records >= rules.record_lines || (lines.len() > rules.header_lines && personal())
}
