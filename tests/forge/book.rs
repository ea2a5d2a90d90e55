//! What every writer takes: a book of sheets, a sheet of addressed cells. Nothing here knows a
//! file format, and nothing here knows what the cells mean.

use std::collections::BTreeMap;

/// One cell's value. An empty cell is a cell that is not there.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    /// The first day of a month shown as `mmm-yy`: what a spreadsheet makes of a typed `10-19`.
    Month {
        year: u16,
        month: u8,
    },
    /// A cell that holds nothing but a format: a spreadsheet counts it as used.
    Blank,
}

impl Value {
    /// A label as a person types it: plain digits become a number, and everything else stays text.
    pub fn label(text: &str) -> Value {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse::<u32>() {
            Ok(number) if digits => Value::from(number),
            _ => Value::from(text),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Number(f64::from(number))
    }
}

/// A merged range, both corners inside it. Only its first cell may hold a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merge {
    pub first_row: u32,
    pub first_column: u16,
    pub last_row: u32,
    pub last_column: u16,
}

impl Merge {
    pub fn rows(&self) -> u32 {
        self.last_row - self.first_row + 1
    }

    pub fn columns(&self) -> u16 {
        self.last_column - self.first_column + 1
    }

    pub fn covers(&self, row: u32, column: u16) -> bool {
        (self.first_row..=self.last_row).contains(&row) && (self.first_column..=self.last_column).contains(&column)
    }
}

/// Cells addressed from (0, 0). The unit of composition: a table, a title and a whole sheet are
/// all grids, and one grid can be placed inside another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    cells: BTreeMap<(u32, u16), Value>,
    merges: Vec<Merge>,
}

impl Grid {
    pub fn put(&mut self, row: u32, column: u16, value: impl Into<Value>) {
        let before = self.cells.insert((row, column), value.into());
        assert!(before.is_none(), "two values for row {row}, column {column}");
    }

    /// Merges `rows` x `columns` cells. One cell alone is left as it is: no format merges it.
    pub fn merge(&mut self, row: u32, column: u16, rows: u32, columns: u16) {
        if rows * u32::from(columns) > 1 {
            self.merges.push(Merge {
                first_row: row,
                first_column: column,
                last_row: row + rows - 1,
                last_column: column + columns - 1,
            });
        }
    }

    pub fn place(&mut self, inner: &Grid, row: u32, column: u16) {
        for ((r, c), value) in &inner.cells {
            self.put(row + r, column + c, value.clone());
        }
        for merge in &inner.merges {
            let (r, c) = (row + merge.first_row, column + merge.first_column);
            self.merge(r, c, merge.rows(), merge.columns());
        }
    }

    /// The same grid with its first cell at `row`, `column`: a table that does not start in A1.
    pub fn at(self, row: u32, column: u16) -> Grid {
        let mut moved = Grid::default();
        moved.place(&self, row, column);
        moved
    }

    pub fn height(&self) -> u32 {
        let cells = self.cells.keys().map(|(row, _)| row + 1);
        let merges = self.merges.iter().map(|merge| merge.last_row + 1);
        cells.chain(merges).max().unwrap_or(0)
    }

    pub fn width(&self) -> u16 {
        let cells = self.cells.keys().map(|(_, column)| column + 1);
        let merges = self.merges.iter().map(|merge| merge.last_column + 1);
        cells.chain(merges).max().unwrap_or(0)
    }

    pub fn get(&self, row: u32, column: u16) -> Option<&Value> {
        self.cells.get(&(row, column))
    }

    /// Columns of a row that hold a cell, left to right.
    pub fn row(&self, row: u32) -> impl DoubleEndedIterator<Item = u16> {
        self.cells.range((row, 0)..=(row, u16::MAX)).map(|((_, column), _)| *column)
    }

    /// Every cell, row by row.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u16, &Value)> {
        self.cells.iter().map(|((row, column), value)| (*row, *column, value))
    }

    /// Cells that a merge covers without starting at them: spreadsheets do not show their values.
    pub fn under_merges(&self) -> impl Iterator<Item = (u32, u16)> {
        self.cells.keys().copied().filter(|&(row, column)| {
            let starts = |merge: &Merge| (merge.first_row, merge.first_column) == (row, column);
            self.merges.iter().any(|merge| merge.covers(row, column) && !starts(merge))
        })
    }

    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }
}

#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub grid: Grid,
}

/// The sheets of one file, in order. A text file is a book of one sheet whose name is not written.
#[derive(Clone, Debug)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

impl<const N: usize> From<[(&str, Grid); N]> for Book {
    fn from(sheets: [(&str, Grid); N]) -> Book {
        let sheets = sheets.map(|(name, grid)| Sheet { name: name.to_owned(), grid });
        Book { sheets: sheets.into() }
    }
}
