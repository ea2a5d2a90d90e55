//! What a file hides, and what that amounts to: the one place that keeps hidden content out (law 10).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ReadFile;
use crate::config::HiddenRules;
use crate::model::grid::{Cell, Content, Grid};
use crate::model::hidden::{Hidden, HiddenKind, Ranges};
use crate::model::merges::{Merge, Merges};
use crate::model::place::column_letters;
use crate::model::returns::Reveal;

/// Filled cells that make a line a record rather than an entry of a short list.
pub(super) const FIELDS_OF_A_RECORD: usize = 3;

/// Places named in full; more are counted.
const PLACES_NAMED: usize = 4;

/// Whether a person sees a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    #[default]
    Visible,
    Hidden,
    VeryHidden,
}

impl Shown {
    /// The kind of hidden content a whole sheet is; `None` if a person sees it.
    pub(super) fn kind(self) -> Option<HiddenKind> {
        match self {
            Self::Visible => None,
            Self::Hidden => Some(HiddenKind::Sheet),
            Self::VeryHidden => Some(HiddenKind::VeryHiddenSheet),
        }
    }
}

/// A sheet as read, with all it hides.
#[derive(Debug)]
pub(super) struct Sheet {
    pub name: String,
    pub shown: Shown,
    pub cells: Vec<Cell>,
    pub merges: Vec<Merge>,
    pub hidden_rows: Ranges,
    pub hidden_cols: Ranges,
    pub comments: u64,
}

/// Adds a sheet to what was read: its grid, if it is shown, and what is hidden in it. Cells of hidden rows and columns
/// stay in the grid, which knows them; those under merged ones do not, because they are no part of any table.
pub(super) fn conceal(mut sheet: Sheet, rules: &HiddenRules, reveal: Option<Reveal>, read: &mut ReadFile) {
    let name: Arc<str> = sheet.name.as_str().into();
    let mut hide = |kind, at: String, cells: Vec<&Cell>| {
        let record_level = looks_like_records(&cells, rules);
        read.hidden.push(Hidden { kind, sheet: name.clone(), at, count: cells.len() as u64, record_level });
    };
    let filled = || sheet.cells.iter().filter(|cell| !is_blank(cell));
    let whole = sheet.shown.kind();
    if let Some(kind) = whole {
        hide(kind, String::new(), filled().collect());
    }
    let mut hide_axis = |kind, ranges: &Ranges, number: fn(&Cell) -> u32, named: fn(u32) -> String| {
        let cells: Vec<&Cell> = filled().filter(|cell| ranges.around(number(cell)).is_some()).collect();
        // Rows and columns without a value hide nothing.
        if whole.is_none() && !cells.is_empty() {
            let used: BTreeSet<(u32, u32)> = cells.iter().filter_map(|cell| ranges.around(number(cell))).collect();
            hide(kind, ranges_named(&used, named), cells);
        }
    };
    hide_axis(HiddenKind::Rows, &sheet.hidden_rows, |cell| cell.at.row, |row| (row + 1).to_string());
    hide_axis(HiddenKind::Columns, &sheet.hidden_cols, |cell| cell.at.col, column_letters);
    // Of merged cells only the first is shown; programs keep what the others hold, and other readers print it.
    let merges = Merges::new(sheet.merges);
    let covered: Vec<&Cell> = filled().filter(|cell| merges.covers(cell.at)).collect();
    if whole.is_none() && !covered.is_empty() {
        hide(HiddenKind::Covered, named(covered.iter().map(|cell| cell.at.address(false))), covered);
    }
    if sheet.comments > 0 {
        let (at, count) = (String::new(), sheet.comments);
        read.hidden.push(Hidden { kind: HiddenKind::Comment, sheet: name.clone(), at, count, record_level: false });
    }
    let everything = reveal == Some(Reveal::Everything);
    if whole.is_none() || everything {
        if !everything {
            sheet.cells.retain(|cell| !merges.covers(cell.at));
        }
        let grid = Grid::new(name, false, sheet.cells, merges);
        read.grids.push(if everything { grid } else { grid.hiding(sheet.hidden_rows, sheet.hidden_cols) });
    }
}

fn ranges_named(ranges: &BTreeSet<(u32, u32)>, number: fn(u32) -> String) -> String {
    named(ranges.iter().map(|(first, last)| {
        if first == last { number(*first) } else { format!("{}:{}", number(*first), number(*last)) }
    }))
}

fn named(places: impl ExactSizeIterator<Item = String>) -> String {
    let more = places.len().saturating_sub(PLACES_NAMED);
    let mut out: Vec<String> = places.take(PLACES_NAMED).collect();
    if more > 0 {
        out.push(format!("and {more} more"));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::Format;
    use crate::model::place::At;

    fn at(row: u32, col: u32) -> At {
        At { row, col }
    }

    /// A sheet with a text of its own address in each of these places.
    fn sheet(places: &[At], merges: &[(At, At)]) -> Sheet {
        let cell = |at: &At| Cell { at: *at, content: Content::Text(at.address(false).into()) };
        Sheet {
            name: "Figures".into(),
            shown: Shown::Visible,
            cells: places.iter().map(cell).collect(),
            merges: merges.iter().filter_map(|(first, last)| Merge::between(*first, *last)).collect(),
            hidden_rows: Ranges::default(),
            hidden_cols: Ranges::default(),
            comments: 0,
        }
    }

    /// The texts that are loaded, and what is said to be hidden.
    fn concealed(sheet: Sheet, reveal: Option<Reveal>) -> (Vec<String>, Vec<Hidden>) {
        let mut read = ReadFile::new(Format::Xlsx);
        let rules = HiddenRules { record_lines: 20, header_lines: 5, personal_headers: Vec::new() };
        conceal(sheet, &rules, reveal, &mut read);
        let cells = read.grids.iter().flat_map(|grid| grid.cells().iter().map(|cell| cell.raw().into_owned()));
        (cells.collect(), read.hidden)
    }

    #[test]
    fn of_merged_cells_only_the_first_is_loaded() {
        let places = [at(5, 0), at(6, 0), at(6, 1), at(6, 2), at(8, 1)];
        let merged = || sheet(&places, &[(at(6, 0), at(6, 1)), (at(7, 0), at(8, 1)), (at(9, 0), at(9, 9))]);
        let (cells, hidden) = concealed(merged(), None);
        assert_eq!(cells, ["A6", "A7", "C7"]);
        assert_eq!(hidden.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2 cells under merged ones (B7, B9)"]);
        assert!(hidden.iter().all(|hidden| hidden.kind == HiddenKind::Covered && hidden.kind.is_data()));
        assert_eq!(concealed(merged(), Some(Reveal::Shown)).0.len(), 3);
        let (cells, hidden) = concealed(merged(), Some(Reveal::Everything));
        assert_eq!((cells.len(), hidden.len()), (5, 1));
        let (cells, hidden) = concealed(Sheet { shown: Shown::Hidden, ..merged() }, None);
        assert_eq!((cells.len(), hidden[0].kind, hidden[0].count, hidden.len()), (0, HiddenKind::Sheet, 5, 1));
    }

    #[test]
    fn records_under_merged_cells_look_like_records() {
        let places: Vec<At> = (0..200).flat_map(|row| (0..4).map(move |col| at(row, col))).collect();
        let (cells, hidden) = concealed(sheet(&places, &[(at(0, 0), at(199, 3))]), None);
        assert_eq!((cells.len(), hidden[0].count, hidden[0].record_level), (1, 799, true));
        assert_eq!(hidden[0].at, "B1, C1, D1, A2, and 795 more");
    }
}
