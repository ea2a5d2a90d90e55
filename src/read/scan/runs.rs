//! Runs of hidden rows or columns: neighbours become one.

/// From first to last, both included, from 0.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<(u32, u32)>);

impl Runs {
    pub(super) fn push(&mut self, first: u32, last: u32) {
        match self.0.last_mut() {
            // The usual case, in order: keeps the list short whatever the number of rows.
            Some(run) if run.0 <= first && first <= run.1.saturating_add(1) => run.1 = run.1.max(last),
            _ => self.0.push((first, last)),
        }
    }

    /// In order, none touching another.
    pub(super) fn finish(self) -> Vec<(u32, u32)> {
        let mut runs = self.0;
        runs.sort_unstable();
        let mut merged = Self::default();
        for (first, last) in runs {
            merged.push(first, last);
        }
        merged.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_one_run_whatever_their_order() {
        let mut runs = Runs::default();
        for (first, last) in [(4, 4), (5, 6), (9, 9), (0, 1), (2, 3), (9, 12), (u32::MAX, u32::MAX)] {
            runs.push(first, last);
        }
        assert_eq!(runs.finish(), [(0, 6), (9, 12), (u32::MAX, u32::MAX)]);
    }
}
