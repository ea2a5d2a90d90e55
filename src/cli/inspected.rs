//! One file as it was read, for whoever looks at it before loading it: never what it hides.

use std::fmt::Write;
use std::path::Path;

use crate::detect::{self, LineReading, LineRole};
use crate::lexicon::Lexicon;
use crate::model::grid::{Cell, Content, Grid};
use crate::model::place::{At, column_letters};
use crate::read::ReadFile;
use crate::report::{clean, tables};

/// Columns of the preview; a terminal shows no more.
const COLUMNS: u32 = 12;
/// Characters of a cell in the preview.
const CHARACTERS: usize = 28;

/// Format, sheets, hidden content, and the first rows of each sheet.
pub(super) fn preview(name: &str, bytes: usize, read: &ReadFile, rows: usize) -> String {
    let mut out = facts(name, bytes, read, &[]);
    hidden(&mut out, read);
    if !read.noted.is_empty() {
        out.push_str("\nnoticed\n");
    }
    for noted in &read.noted {
        let csv = read.grids.first().is_some_and(|grid| grid.csv);
        let at = noted.at.map_or(String::new(), |at| at.address(csv));
        let place = format!("{} {at}", noted.sheet);
        let message = clean::text(&format!("{}: {}", place.trim(), noted.kind.message()));
        writeln!(out, "  {message}\n    hint: {}", noted.kind.hint()).expect("writing to a string cannot fail");
    }
    for grid in &read.grids {
        sheet(&mut out, grid, rows, |index| short(grid, &grid.cells()[index]));
    }
    out
}

/// What the file is, and what else is to be said of it.
pub(super) fn facts(name: &str, bytes: usize, read: &ReadFile, more: &[(&'static str, String)]) -> String {
    let mut out = String::new();
    let mut facts =
        vec![("file", clean::text(name)), ("format", read.format.to_string()), ("bytes", bytes.to_string())];
    if let Some(dialect) = &read.dialect {
        facts.extend([("encoding", dialect.encoding.to_owned()), ("delimiter", named(dialect.delimiter))]);
        facts.push(("quote", named(dialect.quote)));
    }
    facts.extend_from_slice(more);
    for (fact, value) in facts {
        writeln!(out, "{fact:>10}  {value}").expect("writing to a string cannot fail");
    }
    out
}

/// What the file hides: kinds, places and counts.
pub(super) fn hidden(out: &mut String, read: &ReadFile) {
    if !read.hidden.is_empty() {
        out.push_str("\nhidden, and never loaded\n");
    }
    for hidden in &read.hidden {
        let sheet = if hidden.sheet.is_empty() { String::new() } else { format!("{}: ", hidden.sheet) };
        let alarm = if hidden.record_level { ", which look like records: the file would be held" } else { "" };
        writeln!(out, "  {}{alarm}", clean::text(&format!("{sheet}{hidden}")))
            .expect("writing to a string cannot fail");
    }
}

fn named(mark: Option<char>) -> String {
    match mark {
        Some('\t') => "tab".into(),
        Some(mark) => mark.into(),
        None => "none".into(),
    }
}

/// The first rows of a sheet, with what is to be shown of each cell.
pub(super) fn sheet(out: &mut String, grid: &Grid, rows: usize, shown_of: impl Fn(usize) -> String) {
    let (cells, name) = (grid.cells().len(), if grid.csv { "text" } else { &*grid.sheet });
    let last = grid.cells().iter().fold(At { row: 0, col: 0 }, |last, cell| At {
        row: last.row.max(cell.at.row),
        col: last.col.max(cell.at.col),
    });
    let range = if cells == 0 { "blank".to_owned() } else { format!("to {}", last.address(grid.csv)) };
    writeln!(out, "\n{}: {cells} filled cells, {range}", clean::text(name)).expect("writing to a string cannot fail");
    let columns = 0..=last.col.min(COLUMNS - 1);
    let shown: Vec<u32> = grid.filled_rows().take(rows).collect();
    let mut headers = vec![String::new()];
    headers.extend(columns.clone().map(|col| if grid.csv { (col + 1).to_string() } else { column_letters(col) }));
    let line = |row: &u32| {
        let cell = |col| grid.find(At { row: *row, col }).map_or(String::new(), &shown_of);
        std::iter::once((row + 1).to_string()).chain(columns.clone().map(cell)).collect()
    };
    if cells > 0 {
        writeln!(out, "{}", tables::drawn(&headers, &shown.iter().map(line).collect::<Vec<_>>()))
            .expect("writing to a string cannot fail");
    }
    let more = grid.filled_rows().count().saturating_sub(rows);
    if more > 0 {
        writeln!(out, "and {more} more rows; --rows shows more").expect("writing to a string cannot fail");
    }
    if last.col >= COLUMNS {
        writeln!(out, "and {} more columns; --cells prints them", last.col + 1 - COLUMNS)
            .expect("writing to a string cannot fail");
    }
}

/// The text of a cell as far as the preview has room for it; of a hidden one, only that.
pub(super) fn short(grid: &Grid, cell: &Cell) -> String {
    if grid.is_hidden(cell.at) {
        return "[hidden]".into();
    }
    clipped(&cell.raw())
}

/// A text as far as the preview has room for it.
pub(super) fn clipped(raw: &str) -> String {
    if raw.chars().count() <= CHARACTERS {
        return raw.to_owned();
    }
    raw.chars().take(CHARACTERS - 1).chain(['\u{2026}']).collect()
}

/// Every cell that is shown, one JSON object a line.
pub(super) fn cells(read: &ReadFile) -> String {
    let mut out = String::new();
    for grid in &read.grids {
        for cell in grid.cells().iter().filter(|cell| !grid.is_hidden(cell.at)) {
            let kind = match cell.content {
                Content::Text(_) => "text",
                Content::Number(_) => "number",
                Content::Date { .. } => "date",
                Content::Error(_) => "error",
            };
            let [sheet, at, text] = [&*grid.sheet, &cell.at.address(grid.csv), &cell.raw()].map(clean::json);
            writeln!(out, "{{\"sheet\":{sheet},\"cell\":{at},\"kind\":\"{kind}\",\"text\":{text}}}")
                .expect("writing to a string cannot fail");
        }
    }
    out
}

/// What each line of each sheet is, one JSON object a sheet, in the words of public collections of labelled sheets. A
/// record of a CSV that goes over several lines is one entry.
pub(super) fn lines(file: &Path, bytes: &[u8], read: &ReadFile, lexicon: &Lexicon, evidence: bool) -> String {
    let mut out = String::new();
    let name = |path: Option<&std::ffi::OsStr>| path.map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let group = name(file.parent().and_then(Path::file_name));
    for grid in &read.grids {
        let sheet = if read.grids.len() > 1 { format!(":{}", grid.sheet) } else { String::new() };
        let mut entries: Vec<Option<LineReading>> = Vec::new();
        let mut line = 0;
        for reading in detect::line_readings(grid, lexicon) {
            let row = reading.row as usize;
            entries.resize(entries.len() + row.saturating_sub(line), None);
            let breaks = grid.row(reading.row).map(|index| line_ends(grid.cells()[index].raw().as_bytes())).sum();
            let within: usize = if grid.csv { breaks } else { 0 };
            line = row + 1 + within;
            entries.push(Some(reading));
        }
        if grid.csv {
            let all = line_ends(bytes) + usize::from(!bytes.ends_with(b"\n") && !bytes.ends_with(b"\r"));
            entries.resize(entries.len() + all.saturating_sub(line), None);
        }
        let [group, name] = [&group, &(name(file.file_name()) + &sheet)].map(|text| clean::json(text));
        let list = |item: &dyn Fn(&LineReading) -> String, blank: &str| {
            let items = entries.iter().map(|entry| entry.as_ref().map_or(blank.to_owned(), item));
            items.collect::<Vec<_>>().join(",")
        };
        let roles = list(&|reading| format!("\"{}\"", label(reading.role)), "\"empty\"");
        let mut more = String::new();
        if evidence {
            let shown = |reading: &LineReading| {
                let names: Vec<String> = reading.why.shown().map(|name| format!("\"{name}\"")).collect();
                format!("[{}]", names.join(","))
            };
            let margins = list(&|reading| reading.margin.to_string(), "0");
            let why = list(&|reading| clean::json(&reading.why.to_string()), "\"\"");
            more = format!(",\"margins\":[{margins}],\"why\":[{why}],\"evidence\":[{}]", list(&shown, "[]"));
        }
        writeln!(out, "{{\"group\":{group},\"filename\":{name},\"line_annotations\":[{roles}]{more}}}")
            .expect("writing to a string cannot fail");
    }
    out
}

fn label(role: LineRole) -> &'static str {
    match role {
        LineRole::Title => "metadata",
        LineRole::Header => "header",
        LineRole::Section => "group",
        LineRole::Data => "data",
        LineRole::Total => "derived",
        LineRole::Note => "notes",
    }
}

/// Ends of lines of any kind: one for each line feed, and for each carriage return without one.
fn line_ends(bytes: &[u8]) -> usize {
    let feeds = bytes.iter().filter(|byte| **byte == b'\n').count();
    let bare = bytes.windows(2).filter(|pair| pair[0] == b'\r' && pair[1] != b'\n').count();
    feeds + bare + usize::from(bytes.ends_with(b"\r"))
}
