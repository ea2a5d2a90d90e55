//! Which columns of a row are taken by cells that reach down from rows above.

use std::collections::BTreeMap;

/// Ranges of columns that are taken up to some row. Ranges that are still taken never overlap.
#[derive(Debug, Default)]
pub(super) struct Reaching {
    /// First column -> last column and the row from which on both are free.
    ranges: BTreeMap<u32, (u32, u32)>,
}

impl Reaching {
    /// The last column of the range that takes a place, if one does. What no longer reaches the row is forgotten, which
    /// every range is but once; rows must be asked about in ascending order.
    pub(super) fn taken(&mut self, row: u32, col: u32) -> Option<u32> {
        while let Some((first, (last, free))) = self.ranges.range(..=col).next_back().map(|(k, v)| (*k, *v)) {
            if row < free {
                return (col <= last).then_some(last);
            }
            self.ranges.remove(&first);
        }
        None
    }

    /// The first taken column after a free one.
    pub(super) fn next_taken(&mut self, row: u32, col: u32) -> Option<u32> {
        while let Some((first, (_, free))) = self.ranges.range(col..).next().map(|(k, v)| (*k, *v)) {
            if row < free {
                return Some(first);
            }
            self.ranges.remove(&first);
        }
        None
    }

    /// Takes columns, which must be free, for the rows before `free`.
    pub(super) fn take(&mut self, (first, last): (u32, u32), free: u32) {
        // A range that ended may begin within the new one and would stand before it; asking removed the others.
        while let Some(ended) = self.ranges.range(first..=last).next().map(|(k, _)| *k) {
            self.ranges.remove(&ended);
        }
        self.ranges.insert(first, (last, free));
    }

    pub(super) fn clear(&mut self) {
        self.ranges.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_taken_until_its_row() {
        let mut reaching = Reaching::default();
        reaching.take((2, 4), 3);
        reaching.take((6, 6), 2);
        assert_eq!([1, 2, 4, 5, 6].map(|col| reaching.taken(1, col)), [None, Some(4), Some(4), None, Some(6)]);
        assert_eq!((reaching.next_taken(1, 0), reaching.next_taken(1, 5)), (Some(2), Some(6)));
        assert_eq!((reaching.taken(2, 6), reaching.taken(2, 3)), (None, Some(4)));
        assert_eq!((reaching.next_taken(3, 0), reaching.taken(3, 3)), (None, None));
    }
}
