//! Cells together with what they state: moved, turned and put together as one.

use super::fact::Fact;
use crate::book::{Grid, Value};

/// A part of a sheet and the facts its cells state.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    pub grid: Grid,
    pub facts: Vec<(u32, u16, Fact)>,
}

impl Piece {
    pub fn put(&mut self, row: u32, column: u16, value: impl Into<Value>) {
        self.grid.put(row, column, value);
    }

    pub fn state(&mut self, row: u32, column: u16, value: Value, fact: Fact) {
        self.grid.put(row, column, value);
        self.facts.push((row, column, fact));
    }

    pub fn place(&mut self, inner: &Piece, row: u32, column: u16) {
        self.grid.place(&inner.grid, row, column);
        self.facts.extend(inner.facts.iter().map(|(r, c, fact)| (r + row, c + column, fact.clone())));
    }

    /// Rows become columns.
    pub fn transposed(&self) -> Piece {
        let mut turned = Piece::default();
        for (row, column, value) in self.grid.cells() {
            turned.put(u32::from(column), short(row), value.clone());
        }
        for merge in self.grid.merges() {
            let (row, column) = (u32::from(merge.first_column), short(merge.first_row));
            turned.grid.merge(row, column, u32::from(merge.columns()), short(merge.rows()));
        }
        turned.facts =
            self.facts.iter().map(|(row, column, fact)| (u32::from(*column), short(*row), fact.clone())).collect();
        turned
    }

    pub fn height(&self) -> u32 {
        self.grid.height()
    }

    pub fn width(&self) -> u16 {
        self.grid.width()
    }
}

/// An index as a column: the tables drawn here are small.
pub fn short(index: impl TryInto<u16>) -> u16 {
    index.try_into().ok().expect("a table of the forge is far narrower than a sheet")
}
