//! Merged ranges of a sheet, and which of them a cell lies in.

use super::place::At;

/// A merged range of two cells or more, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    pub first: At,
    pub last: At,
}

impl Merge {
    /// The range between two corners; `None` if that is one cell, or the second lies before the first.
    #[must_use]
    pub fn between(first: At, last: At) -> Option<Self> {
        let in_order = first.row <= last.row && first.col <= last.col;
        (in_order && first != last).then_some(Self { first, last })
    }
}

/// Merged ranges, found by the place of a cell in time that hardly grows with their number.
///
/// Their borders cut the rows into bands, which are the leaves of a tree; each range hangs at the few nodes whose bands
/// it fills, by its columns. Ranges that overlap, which no program writes, are found too, one of them at each place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merges {
    all: Vec<Merge>,
    /// Where bands begin, ascending; the last of them is none.
    bands: Vec<u32>,
    /// For each node the first column of its ranges, ascending, and which range so far reaches furthest right.
    nodes: Vec<Vec<(u32, usize)>>,
}

impl Merges {
    #[must_use]
    pub fn new(mut all: Vec<Merge>) -> Self {
        all.sort_unstable_by_key(|merge| (merge.first.col, merge.first.row));
        let mut bands: Vec<u32> = all.iter().flat_map(|m| [m.first.row, m.last.row.saturating_add(1)]).collect();
        bands.sort_unstable();
        bands.dedup();
        let mut merges = Self { nodes: vec![Vec::new(); 2 * bands.len()], bands, all };
        for index in 0..merges.all.len() {
            merges.hang(index);
        }
        merges
    }

    fn hang(&mut self, index: usize) {
        let merge = self.all[index];
        let leaf = |row: u32| self.bands.partition_point(|band| *band < row) + self.bands.len();
        let (mut from, mut to) = (leaf(merge.first.row), leaf(merge.last.row.saturating_add(1)));
        while from < to {
            if from % 2 == 1 {
                self.add(from, index);
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                self.add(to, index);
            }
            (from, to) = (from / 2, to / 2);
        }
    }

    fn add(&mut self, node: usize, index: usize) {
        let reach = |index: usize| self.all[index].last.col;
        let before = self.nodes[node].last().map(|(_, before)| *before).filter(|before| reach(*before) > reach(index));
        self.nodes[node].push((self.all[index].first.col, before.unwrap_or(index)));
    }

    /// The merged range a position lies in.
    #[must_use]
    pub fn at(&self, at: At) -> Option<Merge> {
        let band = self.bands.partition_point(|band| *band <= at.row).checked_sub(1)?;
        let mut node = band + self.bands.len();
        while node > 0 {
            let ranges = &self.nodes[node];
            let after = ranges.partition_point(|(first, _)| *first <= at.col);
            let found = after.checked_sub(1).map(|index| self.all[ranges[index].1]);
            if let Some(merge) = found.filter(|merge| at.col <= merge.last.col) {
                return Some(merge);
            }
            node /= 2;
        }
        None
    }

    /// Whether a position lies under a merged range, so that no program shows what it holds.
    #[must_use]
    pub fn covers(&self, at: At) -> bool {
        self.at(at).is_some_and(|merge| merge.first != at)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(row: u32, col: u32) -> At {
        At { row, col }
    }

    fn merge(first: (u32, u32), last: (u32, u32)) -> Merge {
        Merge::between(at(first.0, first.1), at(last.0, last.1)).expect("it is a range")
    }

    #[test]
    fn one_cell_or_less_is_no_range() {
        assert_eq!(Merge::between(at(1, 1), at(1, 1)), None);
        assert_eq!(Merge::between(at(1, 1), at(0, 4)), None);
        assert_eq!(Merge::between(at(1, 4), at(9, 1)), None);
    }

    #[test]
    fn a_range_has_one_cell_that_is_shown() {
        let merges = Merges::new(vec![merge((6, 0), (6, 1)), merge((0, 0), (1, 9))]);
        assert_eq!(merges.at(at(6, 1)), Some(merge((6, 0), (6, 1))));
        assert_eq!(
            [at(6, 0), at(6, 1), at(6, 2), at(1, 9), at(2, 0)].map(|at| merges.covers(at)),
            [false, true, false, true, false]
        );
        assert_eq!(Merges::default().at(at(0, 0)), None);
        let last = merge((0, 0), (u32::MAX, u32::MAX));
        assert_eq!(Merges::new(vec![last]).at(at(7, 7)), Some(last));
    }

    #[test]
    fn many_ranges_are_searched_fast() {
        let tall = merge((0, 0), (1_048_575, 0));
        let many = (0..200_000).map(|row| merge((row, 1), (row, 3))).chain([tall]);
        let merges = Merges::new(many.collect());
        let found =
            (0..200_000).filter(|row| merges.covers(at(*row, 3)) && merges.at(at(*row, 0)) == Some(tall)).count();
        assert_eq!(found, 200_000);
    }

    proptest! {
        #[test]
        fn a_search_finds_what_looking_at_each_finds(
            ranges in prop::collection::vec((0_u32..12, 0_u32..12, 0_u32..5, 0_u32..5), 0..12),
        ) {
            let all: Vec<Merge> = ranges.into_iter()
                .filter_map(|(row, col, down, right)| Merge::between(at(row, col), at(row + down, col + right)))
                .collect();
            let merges = Merges::new(all.clone());
            for place in (0..18).flat_map(|row| (0..18).map(move |col| at(row, col))) {
                let holds = |m: &Merge| {
                    (m.first.row..=m.last.row).contains(&place.row) && (m.first.col..=m.last.col).contains(&place.col)
                };
                prop_assert_eq!(merges.at(place).is_some(), all.iter().any(holds));
                prop_assert!(merges.at(place).is_none_or(|found| holds(&found) && all.contains(&found)));
            }
        }
    }
}
