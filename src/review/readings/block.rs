//! The tables of a sheet as far as the shape of its lines tells: headers, lines below them, places of labels.

use regex::Regex;

use super::{direction, quoted};
use crate::detect::{self, LineRole};
use crate::lexicon::Lexicon;
use crate::model::grid::Grid;
use crate::model::place::At;
use crate::model::recipe::{Axis, Direction, Outline};
use crate::model::term::DimensionId;

/// Labels in one place.
#[derive(Debug)]
pub(super) struct Labels {
    pub direction: Direction,
    /// The header of their column, or a text of their row, normalised.
    pub header: Option<String>,
    pub texts: Vec<String>,
}

/// One table.
#[derive(Debug)]
pub(super) struct Block {
    /// A text of its lowest header row, normalised.
    header: String,
    header_rows: usize,
    /// The beginning of the line that ends it.
    until: Option<String>,
    pub labels: Vec<Labels>,
}

/// The rows of a table: headers, lines, and what stands below.
#[derive(Default)]
struct Rows {
    headers: Vec<u32>,
    body: Vec<(u32, LineRole)>,
    below: Option<u32>,
}

/// Every run of header lines with the lines below it.
pub(super) fn of(lexicon: &Lexicon, grid: &Grid) -> Vec<Block> {
    let mut tables: Vec<Rows> = Vec::new();
    for (row, role) in detect::lines(grid, lexicon) {
        let open = tables.last_mut().filter(|table| table.below.is_none());
        match (role, open) {
            (LineRole::Header, Some(table)) if table.body.is_empty() => table.headers.push(row),
            (LineRole::Header, _) => tables.push(Rows { headers: vec![row], ..Rows::default() }),
            (LineRole::Title | LineRole::Note, Some(table)) if !table.body.is_empty() => table.below = Some(row),
            (LineRole::Data | LineRole::Total | LineRole::Section, Some(table)) => table.body.push((row, role)),
            _ => {}
        }
    }
    tables.iter().filter_map(|rows| block(lexicon, grid, rows)).collect()
}

fn block(lexicon: &Lexicon, grid: &Grid, rows: &Rows) -> Option<Block> {
    let text = |row: u32, col: u32| {
        let cell = &grid.cells()[grid.find(At { row, col })?];
        Some(cell.raw().trim().to_owned()).filter(|text| !text.is_empty())
    };
    let lowest = *rows.headers.last()?;
    let of_row = |row: u32| grid.cells()[grid.row(row)].iter().map(|cell| cell.at.col);
    let mut columns: Vec<u32> = rows.body.iter().flat_map(|(row, _)| of_row(*row)).chain(of_row(lowest)).collect();
    columns.sort_unstable();
    columns.dedup();
    let lines = || rows.body.iter().filter(|(_, role)| *role != LineRole::Section).map(|(row, _)| *row);
    let is_sum =
        |row: u32| of_row(row).next().and_then(|col| text(row, col)).is_some_and(|t| lexicon.recognise(&t).sums());
    let mut labels = Vec::new();
    let mut counts = Vec::new();
    for col in columns {
        let header = text(lowest, col);
        let names = header.as_ref().map(|header| lexicon.recognise(header));
        let texts: Vec<String> = lines().filter(|row| !is_sum(*row)).filter_map(|row| text(row, col)).collect();
        // `Not known` may be a label as well as a token.
        let figures = texts.iter().filter(|text| lexicon.recognise(text).number.is_some()).count();
        let is_headed = names.as_ref().is_some_and(|names| !names.header_of.is_empty() && !names.count_header);
        // Whatever its cells hold, a column that says it counts labels nothing.
        if names.as_ref().is_some_and(|names| names.count_header && names.header_of.is_empty()) {
            counts.push(col);
        } else if is_headed || (counts.is_empty() && figures * 2 < texts.len()) {
            let blanks = lines().filter(|row| !is_sum(*row)).filter(|row| text(*row, col).is_none()).count();
            let direction = if blanks > 0 { Direction::LeftUp } else { Direction::Left };
            labels.push(Labels { direction, header: header.map(|header| lexicon.normal(&header)), texts });
        } else if figures > 0 {
            counts.push(col);
        }
    }
    let plain = |text: &String| {
        let known = lexicon.recognise(text);
        !known.count_header && !known.percent && !known.sums()
    };
    for row in rows.headers.iter().rev() {
        let texts: Vec<String> = counts.iter().filter_map(|col| text(*row, *col)).filter(plain).collect();
        // Over several columns a header is written once.
        let direction = if *row == lowest { Direction::Up } else { Direction::UpLeft };
        if let Some(first) = texts.first() {
            labels.push(Labels { direction, header: Some(lexicon.normal(first)), texts });
        }
    }
    let sections = rows.body.iter().filter(|(_, role)| *role == LineRole::Section);
    let sections: Vec<String> = sections.filter_map(|(row, _)| text(*row, of_row(*row).next()?)).collect();
    if !sections.is_empty() {
        labels.push(Labels { direction: Direction::Section, header: None, texts: sections });
    }
    let header = of_row(lowest).next().and_then(|col| text(lowest, col))?;
    let until = rows.below.and_then(|row| text(row, of_row(row).next()?)).map(|text| lexicon.normal(&text));
    Some(Block { header: lexicon.normal(&header), header_rows: rows.headers.len(), until, labels })
}

/// A pattern that matches just this normalised text.
pub(super) fn pattern(normal: &str) -> String {
    regex::escape(normal).replace("\\-", "-")
}

fn compiled(normal: &str) -> Option<Regex> {
    Regex::new(&format!("^(?:{})$", pattern(normal))).ok()
}

impl Block {
    /// For the reader of recipes.
    pub(super) fn outline(&self, dimensions: &[DimensionId]) -> Option<Outline> {
        let axis = |(labels, dimension): (&Labels, &DimensionId)| {
            let header = labels.header.as_deref().map(compiled);
            let header = if header.is_some() { Some(header.flatten()?) } else { None };
            Some(Axis { dimension: *dimension, direction: labels.direction, header })
        };
        Some(Outline {
            header: compiled(&self.header)?,
            header_rows: self.header_rows,
            until: self.until.as_deref().and_then(compiled),
            counts: None,
            grain: None,
            shares: None,
            unit: None,
            titles: Vec::new(),
            axes: self.labels.iter().zip(dimensions).map(axis).collect::<Option<_>>()?,
        })
    }

    /// For `config/layouts/`.
    pub(super) fn toml(&self, dimensions: &[&str]) -> String {
        let key = |key: &str, text: &str| format!("{key} = {}", quoted(text));
        let mut lines = vec![String::new(), "[[table]]".to_owned(), key("header", &pattern(&self.header))];
        if self.header_rows > 1 {
            lines.push(format!("header-rows = {}", self.header_rows));
        }
        lines.extend(self.until.as_ref().map(|until| key("until", &pattern(until))));
        for (labels, dimension) in self.labels.iter().zip(dimensions) {
            lines.extend([String::new(), "[[table.axis]]".to_owned(), key("dimension", dimension)]);
            lines.push(key("direction", direction(labels.direction)));
            lines.extend(labels.header.as_ref().map(|header| key("header", &pattern(header))));
        }
        lines.join("\n") + "\n"
    }
}
