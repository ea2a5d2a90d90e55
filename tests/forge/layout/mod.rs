//! Draws one table as cells. A layout is plain data, so that a list of them can be written by hand
//! and thousands can be drawn by lot; each says only how counts look, never what they are.

mod draw;

use crate::book::Grid;
use crate::table::Table;

/// How a table of counts is drawn.
#[derive(Clone, Debug)]
pub struct Layout {
    pub shape: Shape,
    pub nesting: Nesting,
    pub total: Total,
}

#[derive(Clone, Debug)]
pub enum Shape {
    /// A line for each count, with this word over the counts.
    Down { count: &'static str },
    /// A column for each count, all on one data row.
    Across { stub: Option<Stub>, banner: Banner },
    /// The outer label down, the inner label across. A pair without a line is an empty cell.
    Crosstab,
}

/// The label column of a table drawn across: what the one data row is called, and the word above.
#[derive(Clone, Debug)]
pub struct Stub {
    pub header: &'static str,
    pub row: &'static str,
}

/// Whether a table drawn across names its dimension in a row of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Banner {
    None,
    Merged,
}

/// How an outer label that several lines share is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Nesting {
    Repeated,
    Merged,
    /// Once, then left blank: what a pivot table shows.
    Once,
}

/// Where the sum of the table stands, and its label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Total {
    None,
    First(&'static str),
    Last(&'static str),
    /// Last, after a blank row or column.
    Apart(&'static str),
}

impl Layout {
    pub fn down(count: &'static str) -> Layout {
        Layout::new(Shape::Down { count })
    }

    /// Bare columns of counts: no stub, no banner.
    pub fn across() -> Layout {
        Layout::new(Shape::Across { stub: None, banner: Banner::None })
    }

    pub fn crosstab() -> Layout {
        Layout::new(Shape::Crosstab)
    }

    pub fn stub(mut self, header: &'static str, row: &'static str) -> Layout {
        if let Shape::Across { stub, .. } = &mut self.shape {
            *stub = Some(Stub { header, row });
        }
        self
    }

    pub fn banner(mut self) -> Layout {
        if let Shape::Across { banner, .. } = &mut self.shape {
            *banner = Banner::Merged;
        }
        self
    }

    pub fn nesting(self, nesting: Nesting) -> Layout {
        Layout { nesting, ..self }
    }

    pub fn total(self, total: Total) -> Layout {
        Layout { total, ..self }
    }

    pub fn draw(&self, table: &Table) -> Grid {
        match &self.shape {
            Shape::Down { count } => draw::down(table, self, count),
            Shape::Across { stub, banner } => draw::across(table, self, stub.as_ref(), *banner),
            Shape::Crosstab => draw::crosstab(table, self),
        }
    }

    /// Several tables in the same layout.
    pub fn draw_each<const N: usize>(&self, tables: [&Table; N]) -> [Grid; N] {
        tables.map(|table| self.draw(table))
    }

    fn new(shape: Shape) -> Layout {
        Layout { shape, nesting: Nesting::Repeated, total: Total::None }
    }
}
