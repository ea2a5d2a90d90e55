//! What a total sums, and what lies inside which row: by its words, and where these leave it open, by arithmetic.
//!
//! A total under `Kent` whose own label is blank may be of Kent or of everything. Both sums are at hand, and a stated
//! number that equals one of them settles it; where numbers settle nothing, it is decided by whether other groups have
//! totals of their own, and else not at all.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::axes::Line;
use super::sheet::Sheet;
use crate::model::term::DimensionSet;

/// Parts from which on a sum that fits is no accident.
const ENOUGH_PARTS: usize = 3;

/// A number, or what is known of one: `<5` may be anything from nothing on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bound {
    pub low: f64,
    /// Nothing bounds it if absent.
    pub high: Option<f64>,
}

impl Bound {
    /// Blank cells add nothing.
    pub(super) const NOTHING: Self = Self { low: 0.0, high: Some(0.0) };

    /// What a cell states, as far as arithmetic can use it.
    pub(super) fn of(sheet: &Sheet<'_>, index: Option<usize>) -> Self {
        let Some(index) = index else { return Self::NOTHING };
        match sheet.number(index) {
            Some(number) => Self { low: number, high: Some(number) },
            #[allow(clippy::cast_precision_loss, reason = "bounds of counts are small")]
            None => match sheet.words(index).bounds {
                Some((low, high)) => Self { low: low as f64, high: high.map(|high| high as f64) },
                None => Self { low: 0.0, high: None },
            },
        }
    }

    #[allow(clippy::float_cmp, reason = "both are the same number, or one is a bound")]
    fn exact(self) -> Option<f64> {
        self.high.filter(|high| *high == self.low)
    }

    fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high.zip(other.high).map(|(a, b)| a + b) }
    }
}

/// How stated numbers compare to sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// Some are equal, and none disagrees.
    Equal,
    /// None disagrees; bounds alone decide nothing.
    Open,
    Fails,
}

fn fit(stated: &[Bound], sums: &[Bound]) -> Fit {
    /// Sums of stored fractions differ in their last digits.
    const TOLERANCE: f64 = 1e-6;
    let mut fit = Fit::Open;
    for (stated, sum) in stated.iter().zip(sums) {
        let Some(number) = stated.exact() else { continue };
        if number < sum.low - TOLERANCE || sum.high.is_some_and(|high| number > high + TOLERANCE) {
            return Fit::Fails;
        }
        if sum.exact().is_some() && number != 0.0 {
            fit = Fit::Equal;
        }
    }
    fit
}

/// Sums of the plain lines by their labels in some dimensions, one sum for each line across.
struct Sums<'a> {
    lines: &'a [Line],
    /// Numbers of each line, over the plain lines across.
    numbers: Vec<Vec<Bound>>,
    by: BTreeMap<DimensionSet, HashMap<Key, (Vec<Bound>, usize)>>,
}

type Key = Vec<(usize, String)>;

fn key(sheet: &Sheet<'_>, line: &Line, within: DimensionSet) -> Key {
    let inside = line.labels.iter().filter(|label| within.contains(label.dimension));
    inside.map(|label| (label.dimension, sheet.lexicon.normal(&label.raw))).collect()
}

fn plain(line: &Line) -> bool {
    line.total.is_none() && line.subtotal.is_none() && !line.of_which
}

impl<'a> Sums<'a> {
    fn new(lines: &'a [Line], across: &[Line], bound: impl Fn(usize, usize) -> Bound) -> Self {
        let columns: Vec<usize> = (0..across.len()).filter(|at| plain(&across[*at])).collect();
        let numbers = (0..lines.len()).map(|at| columns.iter().map(|across| bound(at, *across)).collect()).collect();
        Self { lines, numbers, by: BTreeMap::new() }
    }

    /// The sum of the plain lines that share these labels, and how many they are.
    fn of(&mut self, sheet: &Sheet<'_>, line: &Line, within: DimensionSet) -> (Vec<Bound>, usize) {
        let (lines, numbers) = (self.lines, &self.numbers);
        let groups = self.by.entry(within).or_insert_with(|| {
            let mut groups: HashMap<Key, (Vec<Bound>, usize)> = HashMap::new();
            for (line, numbers) in lines.iter().zip(numbers).filter(|(line, _)| plain(line)) {
                let (sums, count) =
                    groups.entry(key(sheet, line, within)).or_insert_with(|| (vec![Bound::NOTHING; numbers.len()], 0));
                for (sum, number) in sums.iter_mut().zip(numbers) {
                    *sum = sum.plus(*number);
                }
                *count += 1;
            }
            groups
        });
        groups.get(&key(sheet, line, within)).cloned().unwrap_or_default()
    }
}

/// Settles what the totals among `lines` sum, and drops carried labels from those that sum over them. Returns the lines
/// that must be set aside, with the reason.
pub(super) fn settle(
    sheet: &Sheet<'_>,
    lines: &mut [Line],
    across: &[Line],
    bound: impl Fn(usize, usize) -> Bound,
) -> Vec<(usize, String)> {
    let before = lines.to_vec();
    let mut sums = Sums::new(&before, across, bound);
    let mut undecided = Vec::new();
    let all = |line: &Line| line.labels.iter().map(|label| label.dimension).collect::<DimensionSet>();
    for at in 0..before.len() {
        let line = &before[at];
        if plain(line) {
            if stands_for_all(sheet, &mut sums, at) {
                undecided.push((at, "no configuration knows its label, and it is the sum of the others".to_owned()));
            }
            continue;
        }
        let written: DimensionSet =
            line.labels.iter().zip(&line.carried).filter(|(_, carried)| !**carried).map(|(l, _)| l.dimension).collect();
        if written == all(line) || line.of_which {
            continue;
        }
        let (group, grand) = (sums.of(sheet, line, all(line)), sums.of(sheet, line, written));
        let stated = sums.numbers[at].clone();
        let (in_group, in_all) = (fit(&stated, &group.0), fit(&stated, &grand.0));
        if in_group == Fit::Fails
            && in_all == Fit::Fails
            && let Some(inner) = of_outer(sheet, &mut sums, line, &stated)
        {
            lines[at].labels.drain(inner.clone());
            lines[at].carried.drain(inner);
            continue;
        }
        let of_everything = match (in_group, in_all) {
            (Fit::Equal, Fit::Fails | Fit::Open) | (Fit::Open, Fit::Fails) => Some(false),
            (Fit::Fails | Fit::Open, Fit::Equal) | (Fit::Fails, Fit::Open) => Some(true),
            _ if line.subtotal.is_some() => Some(false),
            _ if line.total.is_some_and(|index| sheet.words(index).grand) => Some(true),
            _ => by_its_place(sheet, &before, at, all(line)),
        };
        match of_everything {
            Some(false) => {}
            Some(true) => {
                let line = &mut lines[at];
                let mut carried = line.carried.iter();
                line.labels.retain(|_| !carried.next().is_some_and(|carried| *carried));
                line.carried.retain(|carried| !carried);
            }
            None => undecided.push((at, "what it totals, its group or everything, is not plain".to_owned())),
        }
    }
    undecided
}

/// Whether some total equals the sum of all plain lines.
pub(super) fn sums_everything(
    sheet: &Sheet<'_>,
    lines: &[Line],
    columns: usize,
    bound: impl Fn(usize, usize) -> Bound,
) -> bool {
    let mut sums = Sums::new(lines, &vec![Line::default(); columns], bound);
    (0..lines.len()).filter(|at| lines[*at].total.is_some()).any(|at| {
        let (all, _) = sums.of(sheet, &Line::default(), DimensionSet::default());
        fit(&sums.numbers[at], &all) == Fit::Equal
    })
}

/// The innermost of the labels that hang over a total, without which it is the sum of a group further out: `TOTAL` of an
/// area, below the last of its sections.
fn of_outer(sheet: &Sheet<'_>, sums: &mut Sums<'_>, line: &Line, stated: &[Bound]) -> Option<Range<usize>> {
    let carried = line.carried.iter().take_while(|carried| **carried).count();
    (1..carried).rev().map(|kept| kept..carried).find(|inner| {
        let kept = line.labels.iter().enumerate().filter(|(at, _)| !inner.contains(at));
        let within = kept.map(|(_, label)| label.dimension).collect();
        fit(stated, &sums.of(sheet, line, within).0) == Fit::Equal
    })
}

/// Whether a total that numbers do not settle is of everything: `false` if each group has one, `true` if its group has
/// one already.
fn by_its_place(sheet: &Sheet<'_>, lines: &[Line], at: usize, within: DimensionSet) -> Option<bool> {
    let own = key(sheet, &lines[at], within);
    let totals = |range: &[Line]| {
        let keys = range
            .iter()
            .filter(|line| line.total.is_some() || line.subtotal.is_some())
            .map(|line| key(sheet, line, within));
        keys.fold(BTreeMap::<Key, usize>::new(), |mut times, key| {
            *times.entry(key).or_default() += 1;
            times
        })
    };
    if totals(&lines[..at]).contains_key(&own) {
        return Some(true);
    }
    let mut groups: Vec<Key> = lines.iter().filter(|line| plain(line)).map(|line| key(sheet, line, within)).collect();
    groups.sort();
    groups.dedup();
    let totals = totals(lines);
    groups.iter().all(|group| totals.contains_key(group)).then_some(false)
}

/// Whether a line that no configuration knows is the sum of all others beside it: it may be a total in words nobody
/// has listed.
fn stands_for_all(sheet: &Sheet<'_>, sums: &mut Sums<'_>, at: usize) -> bool {
    let line = &sums.lines[at];
    let Some(own) = line.labels.last() else { return false };
    if !sheet.lexicon.recognise(&own.raw).label_of.is_empty() {
        return false;
    }
    let within = line.labels.iter().map(|label| label.dimension).filter(|id| *id != own.dimension).collect();
    let (group, parts) = sums.of(sheet, line, within);
    let doubled: Vec<Bound> = sums.numbers[at].iter().map(|own| own.plus(*own)).collect();
    parts > ENOUGH_PARTS && fit(&doubled, &group) == Fit::Equal
}

/// How many of the lines after `parent` may lie in it: as many as together equal it in all columns of one unit. Cases
/// counted under each of their parts add up to more than the whole, so the columns of other units decide nothing.
/// `None` if it and what follows is zero, or bounded, so that nothing can be said.
pub(super) fn parts_below(lines: &[(Line, Vec<Bound>)], parent: usize, units: &[Vec<usize>]) -> Option<Vec<usize>> {
    let (line, stated) = &lines[parent];
    let group = |line: &Line| line.labels.split_last().map(|(_, outer)| outer.to_vec()).unwrap_or_default();
    let same = |other: &Line| {
        other.subtotal.is_none()
            && other.total.is_some() == line.total.is_some()
            && group(other).iter().map(|l| &l.raw).eq(group(line).iter().map(|l| &l.raw))
    };
    let of = |numbers: &[Bound], unit: &[usize]| unit.iter().map(|at| numbers[*at]).collect::<Vec<_>>();
    let mut sum = vec![Bound::NOTHING; stated.len()];
    let (mut fitting, mut open) = (Vec::new(), false);
    for (after, (_, numbers)) in lines[parent + 1..].iter().enumerate().take_while(|(_, (line, _))| same(line)) {
        for (sum, number) in sum.iter_mut().zip(numbers) {
            *sum = sum.plus(*number);
        }
        let fits = || units.iter().map(|unit| fit(&of(stated, unit), &of(&sum, unit)));
        if fits().any(|fit| fit == Fit::Equal) {
            fitting.push(after + 1);
        }
        open |= fits().all(|fit| fit == Fit::Open);
    }
    (!open || !fitting.is_empty()).then_some(fitting)
}
