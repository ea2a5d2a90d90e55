//! One table of a page: where its cells stand, by the rules HTML has for spans.

use super::spans::Reaching;
use super::{MAX_COLS, MAX_ROWS, because};
use crate::container::Unreadable;
use crate::model::grid::Cell;
use crate::model::hidden::Ranges;
use crate::model::merges::Merge;
use crate::model::place::At;

/// The largest spans HTML knows.
const WIDEST: u32 = 1000;
const HIGHEST: u32 = 65_534;

/// A table, with positions of its own from the top left.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The text in the table that is in no cell: its caption, mostly.
    pub above: Vec<String>,
    pub cells: Vec<Cell>,
    pub merges: Vec<Merge>,
    /// Rows so far.
    pub rows: u32,
    pub hidden_rows: Ranges,
    pub hidden_cols: Ranges,
    /// Where the next cell may stand.
    next_col: u32,
    /// Columns that have been described so far.
    described: u32,
    reaching: Reaching,
    /// The first merge of the group of rows, beyond whose end no cell reaches.
    group: usize,
    /// The rows of the first foot, which stands at the end whatever comes after it.
    foot: Option<(u32, u32)>,
}

impl Table {
    pub(super) fn describe_columns(&mut self, span: Option<&str>, hidden: bool) {
        let first = self.described;
        self.described = first.saturating_add(number(span).clamp(1, WIDEST)).min(MAX_COLS);
        if hidden && first < self.described {
            self.hidden_cols.push(first, self.described - 1);
        }
    }

    pub(super) fn start_row(&mut self, hidden: bool) -> Result<(), Unreadable> {
        if self.rows == MAX_ROWS {
            return Err(because("a table on the page has more rows than a sheet"));
        }
        if hidden {
            self.hidden_rows.push(self.rows, self.rows);
        }
        self.rows += 1;
        self.next_col = 0;
        Ok(())
    }

    /// The place of the next cell of the row. `steps` are what the page may yet spend on passing by cells from above:
    /// without that limit, rows of one cell could each pass by thousands.
    pub(super) fn place(
        &mut self,
        colspan: Option<&str>,
        rowspan: Option<&str>,
        steps: &mut usize,
    ) -> Result<At, Unreadable> {
        let row = self.rows - 1;
        let mut col = self.next_col;
        while let Some(last) = self.reaching.taken(row, col) {
            *steps = steps.checked_sub(1).ok_or_else(|| because("the merged cells of a table are too entangled"))?;
            col = last + 1;
        }
        let width = number(colspan).clamp(1, WIDEST);
        if col + width > MAX_COLS {
            return Err(because("a table on the page has more columns than a sheet"));
        }
        self.next_col = col + width;
        // Where HTML lets two cells overlap, the one from above keeps the place.
        let last = self.reaching.next_taken(row, col).map_or(self.next_col, |taken| taken.min(self.next_col)) - 1;
        // 0 is: to the end of the group.
        let height = match rowspan {
            Some(text) if text.trim() == "0" => HIGHEST,
            _ => number(rowspan).clamp(1, HIGHEST),
        };
        if height > 1 {
            self.reaching.take((col, last), row + height);
        }
        if height > 1 || last > col {
            self.merges.push(Merge { first: At { row, col }, last: At { row: row + height - 1, col: last } });
        }
        Ok(At { row, col })
    }

    /// Ends a group of rows: head, body or foot.
    pub(super) fn end_group(&mut self) {
        for merge in &mut self.merges[self.group..] {
            merge.last.row = merge.last.row.min(self.rows - 1);
        }
        self.group = self.merges.len();
        self.reaching.clear();
        if let Some((first, last)) = &mut self.foot
            && *last == u32::MAX
        {
            *last = self.rows;
            // A foot without rows is none.
            if first == last {
                self.foot = None;
            }
        }
    }

    pub(super) fn start_foot(&mut self) {
        self.foot.get_or_insert((self.rows, u32::MAX));
    }

    pub(super) fn finish(&mut self) {
        self.end_group();
        self.merges.retain(|merge| merge.first != merge.last);
        if let Some((first, end)) = self.foot.take() {
            self.lower(first, end);
        }
    }

    /// Moves rows to the end, where a browser shows the foot.
    fn lower(&mut self, first: u32, end: u32) {
        let rows = self.rows;
        let moved = |row: u32| match row {
            _ if row < first => row,
            _ if row < end => row + (rows - end),
            _ => row - (end - first),
        };
        for cell in &mut self.cells {
            cell.at.row = moved(cell.at.row);
        }
        for merge in &mut self.merges {
            (merge.first.row, merge.last.row) = (moved(merge.first.row), moved(merge.last.row));
        }
        let hidden = std::mem::take(&mut self.hidden_rows);
        for row in hidden.iter().flat_map(|(first, last)| first..=last).map(moved) {
            self.hidden_rows.push(row, row);
        }
    }
}

/// The number a span begins with, as HTML reads it; 1 where there is none.
fn number(text: Option<&str>) -> u32 {
    let text = text.unwrap_or_default().trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let digits = &text[..end];
    if digits.is_empty() { 1 } else { digits.parse().unwrap_or(u32::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_html_reads_them() {
        for (text, expected) in [("3", 3), (" 4 ", 4), ("100%", 100), ("x", 1), ("-2", 1), ("99999999999", u32::MAX)] {
            assert_eq!(number(Some(text)), expected, "{text}");
        }
    }

    #[test]
    fn cells_pass_by_those_from_above_and_end_with_their_group() {
        let mut table = Table::default();
        let mut steps = 100;
        let mut place = |table: &mut Table, colspan, rowspan| {
            let at = table.place(colspan, rowspan, &mut steps).expect("it fits");
            (at.row, at.col)
        };
        table.start_row(false).expect("it fits");
        assert_eq!(place(&mut table, None, Some("2")), (0, 0));
        assert_eq!(place(&mut table, Some("2"), None), (0, 1));
        assert_eq!(place(&mut table, None, Some("0")), (0, 3));
        table.start_row(false).expect("it fits");
        assert_eq!(place(&mut table, Some("5"), None), (1, 1), "it overlaps the last, which keeps its place");
        table.end_group();
        table.start_row(false).expect("it fits");
        assert_eq!(place(&mut table, None, Some("9")), (2, 0));
        table.finish();
        let merges: Vec<_> =
            table.merges.iter().map(|m| ((m.first.row, m.first.col), (m.last.row, m.last.col))).collect();
        assert_eq!(merges, [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3)), ((1, 1), (1, 2))]);
    }

    #[test]
    fn passing_by_has_a_limit() {
        let mut table = Table::default();
        table.start_row(false).expect("it fits");
        for _ in 0..10 {
            table.place(None, Some("65534"), &mut 0).expect("nothing is above");
        }
        table.start_row(false).expect("it fits");
        assert!(table.place(None, None, &mut 9).is_err());
        assert_eq!(table.place(None, None, &mut 10), Ok(At { row: 1, col: 10 }));
    }
}
