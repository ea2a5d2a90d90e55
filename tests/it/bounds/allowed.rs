//! The tightest bounds that a table allows, found by trying every figure each of its cells may stand for.

use std::collections::BTreeSet;

/// A cell of a table and what it has to do with a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub low: i64,
    /// `None` is unbounded.
    pub high: Option<i64>,
    /// All that it counts answers the question.
    pub inside: bool,
    /// Some of what it counts may answer the question.
    pub may_be_inside: bool,
}

/// The least that certainly, and the most that possibly answers the question.
pub(super) fn tightest(parts: &[Part], total: Option<i64>) -> (i64, Option<i64>) {
    let low = parts.iter().filter(|part| part.inside).map(|part| part.low).sum();
    let high = parts.iter().filter(|part| part.may_be_inside).map(|part| part.high).sum();
    let Some(total) = total else { return (low, high) };
    // All ways to fill the cells: everything counted, what is inside, what may be.
    let mut ways = BTreeSet::from([(0, 0, 0)]);
    for part in parts {
        let most = part.high.unwrap_or(total).min(total);
        ways = ways
            .iter()
            .flat_map(|(all, inside, may)| {
                (part.low..=most).map(move |count| {
                    let taken = |yes: bool| if yes { count } else { 0 };
                    (all + count, inside + taken(part.inside), may + taken(part.may_be_inside))
                })
            })
            .filter(|(all, ..)| *all <= total)
            .collect();
    }
    let is_whole = ways.iter().any(|(all, ..)| *all == total);
    ways.retain(|(all, ..)| !is_whole || *all == total);
    let least = ways.iter().map(|(_, inside, _)| *inside).min();
    let most = ways.iter().map(|(.., may)| *may).max();
    // Parts that are more than their total have nothing to do with it.
    (least.unwrap_or(low), most.or(high))
}
