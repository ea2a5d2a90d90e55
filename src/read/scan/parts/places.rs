//! Places in a sheet as its raw part claims them: counted where they are not stated, and what is wrong with them.

use crate::model::merges::Merge;
use crate::model::place::At;

/// Rows and columns a sheet can have.
const ROWS: u64 = 1_048_576;
const COLS: u64 = 16_384;

/// Follows the places of the cells of one sheet, in the order of the part.
#[derive(Debug, Default)]
pub(in crate::read::scan) struct Places {
    row: u64,
    next_row: u64,
    next_col: u64,
    /// Whether the row itself says which it is.
    stated: bool,
    /// Whether a cell said that the row is another than the count of rows has it.
    off_count: bool,
    last: Option<(u64, u64)>,
    /// The first thing wrong with the places.
    pub trouble: Option<String>,
}

impl Places {
    /// A row begins; which, from 0, if it says so. Gives the row.
    pub(in crate::read::scan) fn row(&mut self, stated: Option<u64>) -> u32 {
        let row = stated.unwrap_or(self.next_row);
        if row < self.next_row {
            self.object(format!("row {} comes twice, or after a later one", row.saturating_add(1)));
        }
        self.stated = stated.is_some();
        self.off_count &= !self.stated;
        self.begin(row);
        clamped(row, ROWS)
    }

    /// A cell begins; its row and column, from 0, if it says so. Gives its place.
    pub(in crate::read::scan) fn cell(&mut self, row: Option<u64>, col: Option<u64>) -> At {
        match row {
            Some(row) if row != self.row && self.stated => {
                self.object(format!("a cell of row {} stands in row {}", row.saturating_add(1), self.row + 1));
            }
            Some(row) if row != self.row => {
                self.off_count = true;
                self.begin(row);
            }
            None if col.is_none() && self.off_count => self.object("some cells do not say where they stand".into()),
            _ => {}
        }
        let place = (row.unwrap_or(self.row), col.unwrap_or(self.next_col));
        let at = At { row: clamped(place.0, ROWS), col: clamped(place.1, COLS) };
        if place.0 >= ROWS || place.1 >= COLS {
            self.object("a cell lies beyond the last row or column".into());
        } else if self.last == Some(place) {
            self.object(format!("two cells claim {}", at.address(false)));
        } else if self.last.is_some_and(|last| last > place) {
            self.object(format!("cell {} comes twice, or after a later one", at.address(false)));
        }
        self.last = Some(place);
        self.next_col = place.1.saturating_add(1);
        at
    }

    /// A merged range, by the row and column of its corners, from 0; `None` if it is a single cell or was objected to.
    pub(in crate::read::scan) fn merge(&mut self, corners: Option<[(u64, u64); 2]>) -> Option<Merge> {
        let Some([first, last]) = corners.filter(|[first, last]| first.0 <= last.0 && first.1 <= last.1) else {
            self.object("the address of a merged range is none".into());
            return None;
        };
        if last.0 >= ROWS || last.1 >= COLS {
            self.object("a merged range reaches beyond the last row or column".into());
            return None;
        }
        let at = |(row, col)| At { row: clamped(row, ROWS), col: clamped(col, COLS) };
        Merge::between(at(first), at(last))
    }

    /// Notes what is wrong, unless something was wrong before.
    pub(in crate::read::scan) fn object(&mut self, trouble: String) {
        self.trouble.get_or_insert(trouble);
    }

    fn begin(&mut self, row: u64) {
        self.row = row;
        self.next_row = row.saturating_add(1);
        self.next_col = 0;
    }
}

/// A number within a sheet: what lies beyond was objected to, and needs no place of its own.
fn clamped(number: u64, limit: u64) -> u32 {
    u32::try_from(number.min(limit - 1)).expect("a sheet has fewer than 2^32 rows and columns")
}

/// A column, or the last where there is none so far to the right.
pub(in crate::read::scan) fn column(number: u64) -> u32 {
    clamped(number, COLS)
}

/// The row and column, from 0, of an address such as `AB12`; no number is too great for it.
pub(in crate::read::scan) fn address(text: &str) -> Option<(u64, u64)> {
    let mut col = 0_u64;
    let mut letters = 0;
    for letter in text.bytes().take_while(u8::is_ascii_alphabetic) {
        col = col.saturating_mul(26).saturating_add(u64::from(letter.to_ascii_uppercase() - b'A') + 1);
        letters += 1;
    }
    Some((number(&text[letters..])?, col.checked_sub(1)?))
}

/// A number from 1 as one from 0; no number is too great for it.
pub(in crate::read::scan) fn number(text: &str) -> Option<u64> {
    let mut value = 0_u64;
    for digit in text.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
    }
    value.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_any_size_are_understood() {
        assert_eq!(address("A1"), Some((0, 0)));
        assert_eq!(address("xfd1048576"), Some((1_048_575, 16_383)));
        assert_eq!(address("A99999999999"), Some((99_999_999_998, 0)));
        assert!(address(&format!("{}1{}", "Z".repeat(99), "0".repeat(99))).is_some());
        for wrong in ["", "A", "1", "A0", "A-1", "$A$1", "A1B", "É1"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn places_are_counted_where_they_are_not_stated() {
        let mut places = Places::default();
        places.row(None);
        assert_eq!(places.cell(None, None), At { row: 0, col: 0 });
        assert_eq!(places.cell(Some(0), Some(4)), At { row: 0, col: 4 });
        assert_eq!(places.cell(None, None), At { row: 0, col: 5 });
        assert_eq!(places.row(Some(9)), 9);
        assert_eq!(places.row(None), 10);
        assert_eq!(places.cell(None, None), At { row: 10, col: 0 });
        assert_eq!(places.trouble, None);
    }

    #[test]
    fn places_that_contradict_each_other_are_trouble() {
        type Step = (Option<Option<u64>>, Option<(Option<u64>, Option<u64>)>);
        let row = |n| (Some(n), None);
        let cell = |r, c| (None, Some((r, c)));
        let cases: [(&[Step], &str); 7] = [
            (&[row(Some(0)), cell(Some(0), Some(1)), cell(Some(0), Some(1))], "two cells claim B1"),
            (&[row(Some(0)), cell(None, Some(1)), cell(None, Some(0))], "cell A1 comes twice, or after a later one"),
            (&[row(Some(4)), row(Some(4))], "row 5 comes twice, or after a later one"),
            (&[row(Some(4)), cell(Some(6), Some(0))], "a cell of row 7 stands in row 5"),
            (&[row(None), cell(Some(6), Some(0)), cell(None, None)], "some cells do not say where they stand"),
            (&[row(Some(1_048_576)), cell(None, None)], "a cell lies beyond the last row or column"),
            (&[row(Some(0)), cell(None, Some(u64::MAX))], "a cell lies beyond the last row or column"),
        ];
        for (steps, expected) in cases {
            let mut places = Places::default();
            for (row, cell) in steps {
                row.map(|stated| places.row(stated));
                cell.map(|(row, col)| places.cell(row, col));
            }
            assert_eq!(places.trouble.as_deref(), Some(expected));
        }
    }

    #[test]
    fn merged_ranges_lie_within_the_sheet() {
        let mut places = Places::default();
        let at = |row, col| At { row, col };
        assert_eq!(places.merge(Some([(6, 0), (6, 1)])), Merge::between(at(6, 0), at(6, 1)));
        assert_eq!((places.merge(Some([(6, 0), (6, 0)])), places.trouble.as_deref()), (None, None));
        let beyond = "a merged range reaches beyond the last row or column";
        for (corners, trouble) in [
            (Some([(0, 0), (0, 16_384)]), beyond),
            (Some([(0, 0), (1_048_576, 0)]), beyond),
            (Some([(1, 0), (0, 0)]), "the address of a merged range is none"),
            (None, "the address of a merged range is none"),
        ] {
            let mut places = Places::default();
            assert_eq!((places.merge(corners), places.trouble.as_deref()), (None, Some(trouble)));
        }
    }
}
