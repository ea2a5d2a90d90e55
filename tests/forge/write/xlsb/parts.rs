//! The binary parts: workbook, shared strings, sheets. Record names are those of [MS-XLSB].
//!
//! Every cell record is a full one with its column number. The short records that some writers use
//! for the cells after a row's first carry none, and readers then lose those cells without a word.

use super::records::{Records, numbers, wide};
use crate::book::{Book, Grid, Value};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

pub fn workbook(book: &Book) -> Vec<u8> {
    let mut records = Records::default();
    records.push(131, &[]); // BrtBeginBook
    records.push(143, &[]); // BrtBeginBundleShs
    for (number, sheet) in (1..).zip(&book.sheets) {
        let visible = 0;
        let mut fields = numbers(&[visible, number]);
        fields.extend(wide(&format!("rId{number}")));
        fields.extend(wide(&sheet.name));
        records.push(156, &fields); // BrtBundleSh
    }
    records.push(144, &[]); // BrtEndBundleShs
    records.push(132, &[]); // BrtEndBook
    records.into_bytes()
}

/// The texts of all sheets, each once. Cells could hold their own text (`BrtCellSt`), but Excel never
/// writes that and some readers return such cells empty.
pub struct SharedStrings<'b> {
    index: BTreeMap<&'b str, u32>,
    in_order: Vec<&'b str>,
    uses: u32,
}

impl<'b> SharedStrings<'b> {
    pub fn of(book: &'b Book) -> SharedStrings<'b> {
        let mut strings = SharedStrings { index: BTreeMap::new(), in_order: Vec::new(), uses: 0 };
        for (_, _, value) in book.sheets.iter().flat_map(|sheet| sheet.grid.cells()) {
            if let Value::Text(text) = value {
                strings.uses += 1;
                let next = strings.length();
                strings.index.entry(text).or_insert_with(|| {
                    strings.in_order.push(text);
                    next
                });
            }
        }
        strings
    }

    pub fn part(&self) -> Vec<u8> {
        let mut records = Records::default();
        records.push(159, &numbers(&[self.uses, self.length()])); // BrtBeginSst
        for text in &self.in_order {
            let no_runs = 0;
            records.push(19, &[vec![no_runs], wide(text)].concat()); // BrtSSTItem
        }
        records.push(160, &[]); // BrtEndSst
        records.into_bytes()
    }

    fn length(&self) -> u32 {
        u32::try_from(self.in_order.len()).expect("a book of the forge has few texts")
    }
}

pub fn worksheet(grid: &Grid, strings: &SharedStrings) -> Result<Vec<u8>> {
    let (height, width) = (grid.height(), u32::from(grid.width()));
    let mut records = Records::default();
    records.push(129, &[]); // BrtBeginSheet
    let corners = [0, height.saturating_sub(1), 0, width.saturating_sub(1)];
    records.push(148, &numbers(&corners)); // BrtWsDim
    records.push(145, &[]); // BrtBeginSheetData
    let mut open_row = None;
    for (row, column, value) in grid.cells() {
        if open_row != Some(row) {
            records.push(0, &row_header(grid, row)); // BrtRowHdr
            open_row = Some(row);
        }
        // The column, then style 0 in three bytes and a byte of flags.
        let cell = numbers(&[column.into(), 0]);
        match value {
            Value::Number(number) => {
                records.push(5, &[cell, number.to_le_bytes().into()].concat()); // BrtCellReal
            }
            Value::Text(text) => {
                let index = strings.index.get(text.as_str()).context("a text not shared")?;
                records.push(7, &[cell, numbers(&[*index])].concat()); // BrtCellIsst
            }
            Value::Blank => records.push(1, &cell), // BrtCellBlank
            Value::Month { .. } => bail!("the xlsb writer has no styles, so no dates"),
        }
    }
    records.push(146, &[]); // BrtEndSheetData
    push_merges(&mut records, grid)?;
    records.push(130, &[]); // BrtEndSheet
    Ok(records.into_bytes())
}

fn push_merges(records: &mut Records, grid: &Grid) -> Result<()> {
    if grid.merges().is_empty() {
        return Ok(());
    }
    let count = u32::try_from(grid.merges().len())?;
    records.push(177, &numbers(&[count])); // BrtBeginMergeCells
    for merge in grid.merges() {
        let [first_column, last_column] = [merge.first_column, merge.last_column].map(u32::from);
        let range = [merge.first_row, merge.last_row, first_column, last_column];
        records.push(176, &numbers(&range)); // BrtMergeCell
    }
    records.push(178, &[]); // BrtEndMergeCells
    Ok(())
}

fn row_header(grid: &Grid, row: u32) -> Vec<u8> {
    const DEFAULT_HEIGHT: u16 = 300;
    let span = (grid.row(row).next().unwrap_or(0), grid.row(row).next_back().unwrap_or(0));
    let mut fields = numbers(&[row, 0]); // row, style
    fields.extend(DEFAULT_HEIGHT.to_le_bytes());
    fields.extend([0, 0, 0]); // flags: nothing hidden, nothing set by hand
    fields.extend(numbers(&[1, span.0.into(), span.1.into()])); // one span of used columns
    fields
}
