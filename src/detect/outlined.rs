//! Tables as a layout recipe outlines them. The same readers attach the labels; the recipe only says where they stand.

use super::columns::{self, ColumnRole};
use super::layout::{Given, Kind, Layout};
use super::sheet::{Block, Sheet};
use crate::model::place::At;
use crate::model::recipe::{Axis, Direction, Outline, Recipe};

/// The tables of a recipe, from top to bottom; the error says which of its texts is gone.
pub(super) fn tables(sheet: &Sheet<'_>, recipe: &Recipe) -> Result<Vec<Layout>, String> {
    let mut from = 0;
    recipe
        .tables
        .iter()
        .map(|outline| {
            let layout = table(sheet, outline, from)?;
            from = layout.block.last.row + 1;
            Ok(layout)
        })
        .collect()
}

fn table(sheet: &Sheet<'_>, outline: &Outline, from: u32) -> Result<Layout, String> {
    let whole = Block::of(sheet.grid).ok_or("the sheet is blank")?;
    let rows: Vec<u32> = sheet.rows(whole).into_iter().filter(|row| *row >= from).collect();
    let matches = |pattern: &regex::Regex, index: usize| pattern.is_match(&sheet.words(index).normal);
    let heads = |row: &u32| sheet.row(whole, *row).any(|index| matches(&outline.header, index));
    let lowest = rows.iter().position(heads).ok_or_else(|| gone("header", &outline.header))?;
    let first = (lowest + 1).saturating_sub(outline.header_rows);
    let ends = |row: &u32| {
        let first = sheet.row(whole, *row).next();
        first.is_some_and(|index| outline.until.as_ref().is_some_and(|until| matches(until, index)))
    };
    let below = &rows[lowest + 1..];
    let length = match (&outline.until, below.iter().position(ends)) {
        (None, _) => below.len(),
        (Some(_), Some(end)) => end,
        (Some(until), None) => return Err(gone("until", until)),
    };
    let (headers, body) = (rows[first..=lowest].to_vec(), below[..length].to_vec());
    let block = Block {
        first: At { row: headers[0], col: whole.first.col },
        last: At { row: body.last().copied().unwrap_or(rows[lowest]), col: whole.last.col },
    };
    let mut columns = columns::of(sheet, block, &headers, &body);
    let mut given = Given { grain: outline.grain, titles: outline.titles.clone(), ..Given::default() };
    for axis in &outline.axes {
        place(sheet, block, &headers, axis, &columns, &mut given)?;
    }
    for column in &mut columns {
        let is_label = given.left.iter().any(|(col, ..)| *col == column.col);
        let counts = outline.counts.as_ref().is_none_or(|c| column.path.iter().any(|index| matches(c, *index)));
        column.role = match column.role {
            _ if is_label => ColumnRole::Label,
            ColumnRole::LineNumber => ColumnRole::LineNumber,
            ColumnRole::Count if counts => ColumnRole::Count,
            _ => ColumnRole::Unread,
        };
    }
    let counted =
        columns.iter().any(|column| column.role == ColumnRole::Count) && outline.grain.is_none_or(|g| !g.is_lines());
    let kind = if counted { Kind::Counts } else { Kind::Lines };
    columns::rehang(sheet, block, &headers, &mut columns, &given);
    Ok(Layout { block, kind, beside: false, titles: Vec::new(), headers, body, notes: Vec::new(), columns, given })
}

/// Finds where the labels of an axis stand.
fn place(
    sheet: &Sheet<'_>,
    block: Block,
    headers: &[u32],
    axis: &Axis,
    columns: &[columns::Column],
    given: &mut Given,
) -> Result<(), String> {
    let matches = |index: usize| axis.header.as_ref().is_none_or(|header| header.is_match(&sheet.words(index).normal));
    match axis.direction {
        Direction::Section => given.section = Some(axis.dimension),
        Direction::Up | Direction::UpLeft => {
            let row = headers.iter().rev().find(|row| sheet.row(block, **row).any(matches));
            let row = row.ok_or_else(|| axis.header.as_ref().map_or_else(String::new, |h| gone("header", h)))?;
            given.up.push((*row, axis.dimension, axis.direction == Direction::UpLeft));
        }
        Direction::Left | Direction::LeftUp => {
            let taken = |col: u32| given.left.iter().any(|(known, ..)| *known == col);
            let headed = |column: &&columns::Column| match &axis.header {
                Some(_) => column.path.iter().any(|index| matches(*index)),
                None => column.role == ColumnRole::Label,
            };
            let column = columns.iter().filter(headed).find(|column| !taken(column.col));
            let column = column.ok_or_else(|| match &axis.header {
                Some(header) => gone("header", header),
                None => "no column of labels is left".to_owned(),
            })?;
            given.left.push((column.col, axis.dimension, axis.direction == Direction::LeftUp));
        }
    }
    Ok(())
}

fn gone(key: &str, pattern: &regex::Regex) -> String {
    let pattern = pattern.as_str().trim_start_matches("^(?:").trim_end_matches(")$");
    format!("its {key} `{pattern}` stands nowhere below the table before it")
}
