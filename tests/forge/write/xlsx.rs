//! xlsx, by `rust_xlsxwriter`.

use crate::book::{Book, Grid, Value};
use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

/// The built-in number format `mmm-yy`: what Excel itself picks when it takes `10-19` for a date.
const MONTH_AND_YEAR: u8 = 17;

pub fn bytes(book: &Book) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    // The writer's default is the time of writing, which would change the bytes on every run.
    let created = ExcelDateTime::from_ymd(2016, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for sheet in &book.sheets {
        write_grid(workbook.add_worksheet().set_name(&sheet.name)?, &sheet.grid)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_grid(worksheet: &mut Worksheet, grid: &Grid) -> Result<()> {
    let plain = Format::new();
    for merge in grid.merges() {
        let (row, column) = (merge.first_row, merge.first_column);
        worksheet.merge_range(row, column, merge.last_row, merge.last_column, "", &plain)?;
    }
    for (row, column, value) in grid.cells() {
        match value {
            Value::Text(text) => worksheet.write_string(row, column, text)?,
            Value::Number(number) => worksheet.write_number(row, column, *number)?,
            Value::Blank => worksheet.write_blank(row, column, &Format::new().set_bold())?,
            Value::Month { year, month } => {
                let first_day = ExcelDateTime::from_ymd(*year, *month, 1)?;
                let format = Format::new().set_num_format_index(MONTH_AND_YEAR);
                worksheet.write_datetime_with_format(row, column, &first_day, &format)?
            }
        };
    }
    Ok(())
}
