//! What earlier files say of today's counts, for somebody who compares: sums that still hold, and sums that do not because
//! a hidden count has changed since.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::count::Count;
use super::earlier::{Earlier, Told};
use super::figures::{ALL, Key, TOTAL};
use super::relations::{Builder, Whole};
use super::system::{Id, Variable};

impl Builder<'_> {
    /// What an earlier file says of today's counts: the parts of each sum it showed, with what it said of them.
    pub(super) fn earlier(&mut self, file: &Earlier, small: &RangeInclusive<i64>) {
        let told: BTreeMap<&Key, &Told> = file.told.iter().map(|told| (&told.key, told)).collect();
        let mut by_force: BTreeMap<Key, Vec<&Key>> = BTreeMap::new();
        for key in told.keys().filter(|key| key.police_force != ALL && key.term != ALL) {
            by_force.entry(Key { term: ALL.to_owned(), ..(*key).clone() }).or_default().push(key);
        }
        for whole in &file.told {
            let Some(low) = whole.low else { continue };
            let of_force = |force: &String| Key { police_force: force.clone(), ..whole.key.clone() };
            let parts: Vec<Key> = if whole.key.police_force == ALL {
                whole.forces.iter().map(of_force).collect()
            } else if whole.key.term == ALL && whole.key.dimension != TOTAL {
                by_force.get(&whole.key).into_iter().flatten().map(|key| (*key).clone()).collect()
            } else {
                continue;
            };
            let today: Option<Vec<usize>> = parts.iter().map(|key| self.by_key.get(key).copied()).collect();
            if let Some(today) = today {
                self.sum(&Whole::Told(low, whole.high), &today);
            }
            let parts: Vec<(Option<&Told>, Key)> =
                parts.into_iter().map(|key| (told.get(&key).copied(), key)).collect();
            if whole.high == Some(low) {
                self.remembered(low, &parts, small);
            }
        }
    }

    /// An earlier sum less what was shown of its parts is what was hidden. Either that is as it was, or one count has
    /// changed since: who guesses which has its old count beside its present one.
    fn remembered(&mut self, whole: i64, parts: &[(Option<&Told>, Key)], small: &RangeInclusive<i64>) {
        let mut rest = whole;
        let mut hidden: Vec<(Id, i64, usize)> = Vec::new();
        for (told, key) in parts {
            if let Some(Told { low: Some(low), high, .. }) = told {
                if *high != Some(*low) {
                    return;
                }
                rest -= low;
                continue;
            }
            let Some(at) = self.by_key.get(key).copied() else { return };
            match (self.figures[at].count, self.model.exact[at]) {
                (Count { exact: Some(value), span: None, .. }, Some(id)) => hidden.push((id, value, at)),
                _ => return,
            }
        }
        let difference = rest - hidden.iter().map(|(_, value, _)| value).sum::<i64>();
        if difference == 0 {
            self.model.system.add_equation(hidden.iter().map(|(id, ..)| (*id, 1)).collect(), rest);
            return;
        }
        for (changed, value, at) in &hidden {
            let old = value + difference;
            if old >= 0 {
                let before = self.before(*changed, old, *at, small);
                let as_it_was = |id: Id| if id == *changed { before } else { id };
                self.model.system.add_equation(hidden.iter().map(|(id, ..)| (as_it_was(*id), 1)).collect(), rest);
            }
        }
    }

    /// The count that a hidden one may have been, the same in all sums that say so.
    fn before(&mut self, id: Id, old: i64, figure: usize, small: &RangeInclusive<i64>) -> Id {
        if let Some(before) = self.before.get(&(id, old)) {
            return *before;
        }
        let is_small = self.figures[figure].sensitive && small.contains(&old);
        let (low, high) = if is_small { (*small.start(), Some(*small.end())) } else { (old.min(1), None) };
        let variable = Variable { value: Some(old), low, high, known: false, guarded: true };
        let before = self.model.system.add_variable(variable);
        self.model.figures.push(vec![figure]);
        self.model.settled.push(false);
        self.before.insert((id, old), before);
        before
    }
}
