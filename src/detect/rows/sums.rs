//! Rows whose figures are the sums of those of neighbouring rows, above them or below them.
//!
//! Where the parts end is not known, so it is searched: the sums of ever more rows only grow while no figure is
//! negative, hence doubling and halving the reach finds the one sum that fits. One figure fits many sums by chance;
//! what counts is how many columns of the row agree on the same parts.

/// A figure of a row; a mark in place of one (`*`, `<5`, `-`) has no value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    pub col: usize,
    pub value: Option<f64>,
    /// The least step its writing can express: 1 for `12`, 0.1 for `12.0`.
    pub step: f64,
}

/// What a row is the sum of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    /// Columns whose figure is the sum, and columns where it could be.
    pub agree: usize,
    pub of: usize,
    /// The outermost part; the parts lie between it and the row.
    pub last: usize,
    pub below: bool,
}

impl Sum {
    /// In most columns, of which there is more than one.
    pub(super) fn is_strong(self) -> bool {
        self.agree >= 2 && self.agree * 5 >= self.of * 4
    }
    /// In half of the columns at least.
    pub(super) fn is_fair(self) -> bool {
        self.agree * 2 >= self.of
    }
}

/// Columns tried as the one that says where the parts end.
const GUIDES: usize = 3;
/// Share of a sum that rounded parts may miss it by.
const SLACK: f64 = 0.003;
/// Further entries tried where the first that reaches the sum does not fit it.
const FURTHER: usize = 3;

/// For each row the sum it is, if any. `named` are rows that call themselves totals.
pub(super) fn find(rows: &[&[Figure]], named: &[bool]) -> Vec<Option<Sum>> {
    let mut found: Vec<Option<Sum>> = vec![None; rows.len()];
    let all = vec![true; rows.len()];
    search(rows, &all, &mut found);
    let is_total = |(sum, named): (&Option<Sum>, &bool)| sum.is_some_and(|s| s.is_strong() || (*named && s.is_fair()));
    // A grand total adds up the totals, or everything but the totals.
    let totals: Vec<bool> = found.iter().zip(named).map(is_total).collect();
    if totals.contains(&true) {
        let plain: Vec<bool> = totals.iter().map(|total| !total).collect();
        search(rows, &plain, &mut found);
        search(rows, &totals, &mut found);
    }
    found
}

/// Keeps, for each row, the better of what is known and what these parts give.
fn search(rows: &[&[Figure]], parts: &[bool], found: &mut [Option<Sum>]) {
    for below in [true, false] {
        let columns = Columns::of(rows, parts, below);
        for (row, best) in found.iter_mut().enumerate() {
            if best.is_some_and(Sum::is_strong) {
                continue;
            }
            if let Some(sum) = columns.sum(rows, row)
                && best.is_none_or(|other| sum.agree > other.agree)
            {
                *best = Some(sum);
            }
        }
    }
}

/// One part in a column, with what has been added up so far.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Distance of its row from the end where adding begins.
    place: usize,
    total: f64,
    /// Parts so far that are not 0, and marks so far.
    counts: (usize, usize),
}

/// For each column its parts, in the order of adding: downwards for sums above their parts, else upwards.
struct Columns {
    entries: Vec<Vec<Entry>>,
    rows: usize,
    below: bool,
}

impl Columns {
    fn of(rows: &[&[Figure]], parts: &[bool], below: bool) -> Self {
        let width = rows.iter().flat_map(|row| row.iter()).map(|figure| figure.col + 1).max().unwrap_or(0);
        let mut out = Self { entries: vec![Vec::new(); width], rows: rows.len(), below };
        for place in 0..rows.len() {
            let row = out.turned(place);
            for figure in rows[row].iter().filter(|_| parts[row]) {
                let last = out.entries[figure.col].last();
                let (total, (filled, marks)) = last.map_or((0.0, (0, 0)), |entry| (entry.total, entry.counts));
                let value = figure.value.unwrap_or(0.0);
                let counts = (filled + usize::from(value != 0.0), marks + usize::from(figure.value.is_none()));
                out.entries[figure.col].push(Entry { place, total: total + value, counts });
            }
        }
        out
    }

    /// A row as a place and back.
    fn turned(&self, row: usize) -> usize {
        if self.below { row } else { self.rows - 1 - row }
    }

    /// What has been added up in a column when a place is reached.
    fn until(&self, col: usize, place: usize) -> (usize, Entry) {
        let entries = &self.entries[col];
        let next = entries.partition_point(|entry| entry.place <= place);
        (next, next.checked_sub(1).map_or(Entry { place, total: 0.0, counts: (0, 0) }, |last| entries[last]))
    }

    fn sum(&self, rows: &[&[Figure]], row: usize) -> Option<Sum> {
        let mut guides: Vec<(f64, &Figure)> =
            rows[row].iter().filter_map(|f| f.value.filter(|v| *v > 0.0).map(|v| (v, f))).collect();
        // The largest figure is the least likely to fit by chance.
        let middle = GUIDES.min(guides.len());
        if middle < guides.len() {
            guides.select_nth_unstable_by(middle, |a, b| b.0.total_cmp(&a.0));
        }
        let place = self.turned(row);
        let reaches = guides[..middle].iter().filter_map(|(value, figure)| self.reach(figure, *value, place));
        let sums = reaches.filter_map(|reach| {
            let (agree, of) = self.agreement(rows[row], place, reach);
            (agree > 0).then_some(Sum { agree, of, last: self.turned(reach), below: self.below })
        });
        sums.max_by_key(|sum| sum.agree)
    }

    /// The place where the parts of a figure are complete.
    fn reach(&self, figure: &Figure, value: f64, place: usize) -> Option<usize> {
        let entries = &self.entries[figure.col];
        let (next, before) = self.until(figure.col, place);
        let enough = |index: usize| entries[index].total - before.total >= value * (1.0 - SLACK);
        let mut width = 1;
        while next + width < entries.len() && !enough(next + width) {
            width *= 2;
        }
        let (from, to) = (next + width / 2, (next + width + 1).min(entries.len()));
        let start = from.min(to);
        let first =
            start + entries[start..to].partition_point(|entry| entry.total - before.total < value * (1.0 - SLACK));
        entries.iter().skip(first).take(FURTHER).find(|entry| fits(figure, value, &before, entry)).map(|e| e.place)
    }

    /// In how many columns a row is the sum of the parts up to a place, of those where that can be said.
    fn agreement(&self, row: &[Figure], place: usize, reach: usize) -> (usize, usize) {
        let (mut agree, mut of) = (0, 0);
        for figure in row {
            let Some(value) = figure.value else { continue };
            let ((_, before), (_, last)) = (self.until(figure.col, place), self.until(figure.col, reach));
            let marked = last.counts.1 > before.counts.1;
            if fits(figure, value, &before, &last) {
                agree += 1;
                of += 1;
            } else if !(marked && last.total - before.total <= value * (1.0 + SLACK)) && value != 0.0 {
                of += 1;
            }
        }
        (agree, of)
    }
}

/// Whether two parts or more make the value, as nearly as rounding allows.
fn fits(figure: &Figure, value: f64, before: &Entry, last: &Entry) -> bool {
    let filled = last.counts.0 - before.counts.0;
    #[allow(clippy::cast_precision_loss, reason = "a number of rows")]
    let rounding = (figure.step * 0.5 * (filled + 1) as f64).min(value * SLACK);
    filled >= 2 && (last.total - before.total - value).abs() <= rounding.max(value * 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(rows: &[&[f64]]) -> Vec<Option<(usize, bool)>> {
        let figure =
            |(col, value): (usize, &f64)| Figure { col, value: Some(*value).filter(|v| v.is_finite()), step: 1.0 };
        let rows: Vec<Vec<Figure>> = rows.iter().map(|row| row.iter().enumerate().map(figure).collect()).collect();
        let rows: Vec<&[Figure]> = rows.iter().map(Vec::as_slice).collect();
        let found = find(&rows, &vec![false; rows.len()]);
        found.into_iter().map(|sum| sum.filter(|s| s.is_strong()).map(|s| (s.last, s.below))).collect()
    }

    #[test]
    fn totals_below_and_above_their_parts() {
        assert_eq!(sums(&[&[1.0, 20.0], &[2.0, 30.0], &[3.0, 50.0]]), [None, None, Some((0, false))]);
        assert_eq!(sums(&[&[3.0, 50.0], &[1.0, 20.0], &[2.0, 30.0]]), [Some((2, true)), None, None]);
    }

    #[test]
    fn a_grand_total_adds_up_subtotals() {
        let rows: [&[f64]; 7] =
            [&[1.0, 20.0], &[2.0, 30.0], &[3.0, 50.0], &[5.0, 7.0], &[8.0, 11.0], &[13.0, 18.0], &[16.0, 68.0]];
        let found = sums(&rows);
        assert_eq!([found[2], found[5]], [Some((0, false)), Some((3, false))]);
        assert!(found[6].is_some());
    }

    #[test]
    fn a_mark_in_a_column_contradicts_nothing() {
        let rows: [&[f64]; 4] = [&[1.0, 20.0, 7.0], &[2.0, 30.0, f64::NAN], &[4.0, 50.0, 8.0], &[7.0, 100.0, 17.0]];
        assert_eq!(sums(&rows)[3], Some((0, false)));
    }

    #[test]
    fn one_column_is_no_strong_sum_and_rounding_is_allowed() {
        assert_eq!(sums(&[&[1.0], &[2.0], &[3.0]]), [None, None, None]);
        let rows: [&[f64]; 3] = [&[1000.0, 2000.0], &[3000.0, 4000.0], &[4001.0, 5999.0]];
        assert_eq!(sums(&rows)[2], Some((0, false)));
    }
}
