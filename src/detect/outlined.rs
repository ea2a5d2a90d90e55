//! Tables as a layout recipe outlines them. The same readers attach the labels; the recipe only says where they stand.

use super::columns::{self, ColumnRole};
use super::headers::is_lone_text;
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
        .enumerate()
        .map(|(at, outline)| {
            let layout = table(sheet, outline, recipe.tables.get(at + 1), from)?;
            from = layout.block.last.row + 1;
            Ok(layout)
        })
        .collect()
}

fn table(sheet: &Sheet<'_>, outline: &Outline, next: Option<&Outline>, from: u32) -> Result<Layout, String> {
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
    // Without `until`, it ends above the headers of the recipe's next table.
    let next_heads =
        |row: &u32| next.is_some_and(|next| sheet.row(whole, *row).any(|index| matches(&next.header, index)));
    let next_rows = next.map_or(0, |next| next.header_rows - 1);
    let length = match (&outline.until, below.iter().position(ends)) {
        (None, _) => below.iter().position(next_heads).map_or(below.len(), |at| at.saturating_sub(next_rows)),
        (Some(_), Some(end)) => end,
        (Some(until), None) => return Err(gone("until", until)),
    };
    let headers = rows[first..=lowest].to_vec();
    let above = rows[..first].iter().rev().take_while(|row| is_lone_text(sheet, whole, **row));
    let mut own_titles: Vec<usize> = above.flat_map(|row| sheet.row(whole, *row)).collect();
    own_titles.reverse();
    let is_note =
        |row: &u32| is_lone_text(sheet, whole, *row) && sheet.row(whole, *row).any(|index| sheet.words(index).note);
    let (notes, body): (Vec<u32>, Vec<u32>) = below[..length].iter().partition(|row| is_note(row));
    let block = Block {
        first: At { row: headers[0], col: whole.first.col },
        last: At { row: below[..length].last().copied().unwrap_or(rows[lowest]), col: whole.last.col },
    };
    let mut columns = columns::of(sheet, block, &headers, &body);
    let (grain, unit, titles) = (outline.grain, outline.unit, outline.titles.clone());
    let mut given = Given { unit, grain, titles, shares: outline.shares, ..Given::default() };
    for axis in &outline.axes {
        place(sheet, block, &headers, axis, &columns, &mut given)?;
    }
    let first_count = columns.iter().find(|column| column.role == ColumnRole::Count).map(|column| column.col);
    for column in &mut columns {
        let is_label = given.left.iter().any(|(col, ..)| *col == column.col);
        let counts = outline.counts.as_ref().is_none_or(|c| column.path.iter().any(|index| matches(c, *index)));
        // A dimension that is left out would pass for one that splits nothing.
        let is_stub = column.role == ColumnRole::Label && first_count.is_some_and(|first| column.col < first);
        if is_stub && !is_label && !outline.axes.is_empty() {
            let header = column.path.last().map_or_else(|| "without a header".into(), |i| sheet.label(*i));
            return Err(format!("no axis names its column of labels `{header}`"));
        }
        column.role = match column.role {
            _ if is_label => ColumnRole::Label,
            ColumnRole::LineNumber => ColumnRole::LineNumber,
            // A recipe that names no axis leaves them to detection.
            ColumnRole::Label if outline.axes.is_empty() => ColumnRole::Label,
            ColumnRole::Count if counts => ColumnRole::Count,
            ColumnRole::Percent if counts && outline.shares.is_some() => ColumnRole::Count,
            _ => ColumnRole::Unread,
        };
    }
    let counted =
        columns.iter().any(|column| column.role == ColumnRole::Count) && outline.grain.is_none_or(|g| !g.is_lines());
    let kind = if counted { Kind::Counts } else { Kind::Lines };
    columns::rehang(sheet, block, &headers, &mut columns, &given);
    Ok(Layout { block, kind, beside: false, titles: own_titles, headers, body, notes, columns, given })
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
        Direction::Section => given.sections.push(axis.dimension),
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
                Some(pattern) => gone("header", pattern),
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
