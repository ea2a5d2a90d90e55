//! How files came out, knob by knob, and which values of knobs met.

use super::super::draw;
use super::super::knobs::KNOBS;
use super::Scored;
use super::verdict::Verdict;
use std::collections::{BTreeMap, BTreeSet};

/// How the files with one value of a knob came out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub files: usize,
    pub exact: usize,
    pub aside: usize,
    pub lost: usize,
    pub wrong: usize,
}

impl Tally {
    pub fn of<'s>(files: impl Iterator<Item = &'s Scored>) -> Tally {
        let mut tally = Tally::default();
        for file in files {
            tally.files += 1;
            match file.verdict {
                Verdict::Exact => tally.exact += 1,
                Verdict::SetAside => tally.aside += 1,
                Verdict::LostInSilence => tally.lost += 1,
                Verdict::SilentlyWrong => tally.wrong += 1,
            }
        }
        tally
    }
}

/// Share of a whole in percent.
pub fn percent(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) * 100.0 / number(whole) }
}

/// Every value of every knob with its tally, in the order of the knobs.
pub fn by_value(files: &[Scored]) -> Vec<(String, String, Tally)> {
    let mut found: BTreeMap<(&str, &str), Vec<&Scored>> = BTreeMap::new();
    for file in files {
        for (knob, value) in &file.drawn.knobs {
            found.entry((knob, value)).or_default().push(file);
        }
    }
    let known: Vec<(&str, &str)> =
        KNOBS.iter().flat_map(|(knob, values)| values.iter().map(|value| (*knob, *value))).collect();
    let other: Vec<(&str, &str)> = found.keys().copied().filter(|pair| !known.contains(pair)).collect();
    let is_answerable = files.iter().any(|file| !file.drawn.unanswerable);
    let all = known.into_iter().filter(|_| is_answerable).chain(other);
    all.map(|pair| {
        let files = found.get(&pair).map_or(&[][..], Vec::as_slice);
        (pair.0.to_owned(), pair.1.to_owned(), Tally::of(files.iter().copied()))
    })
    .collect()
}

/// Pairs of values that go together: how many there are, and those that never met in these files.
pub fn pairs(files: &[Scored]) -> (usize, Vec<String>) {
    let mut met: BTreeSet<[(&str, &str); 2]> = BTreeSet::new();
    for file in files {
        let values: Vec<(&str, &str)> = file.drawn.knobs.iter().map(|(knob, value)| (&**knob, &**value)).collect();
        for (at, one) in values.iter().enumerate() {
            met.extend(values[at + 1..].iter().map(|other| [*one, *other]));
        }
    }
    let all = draw::pairs_that_go_together();
    let missing = all.iter().filter(|pair| !met.contains(*pair));
    let missing = missing.map(|[one, other]| format!("{}={} with {}={}", one.0, one.1, other.0, other.1));
    (all.len(), missing.collect())
}
