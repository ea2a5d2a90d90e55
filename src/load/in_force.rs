//! The days of a period on which what is counted could be recorded at all.
//!
//! A law begins and ends in the middle of a year: the first year of an offence may have nine months, which its figure
//! does not say. The leaves of the dimensions that a request fixes carry the days they were in force; a term was in
//! force as long as any of its leaves was.

use jiff::civil::Date;

use crate::config::Plan;
use crate::model::term::{Extent, Term};

/// First and last day, where they are known; neither if there is no such day.
pub(super) fn effective<'t>(
    plan: &Plan,
    terms: impl Iterator<Item = &'t Term>,
    period: &Term,
) -> (Option<Date>, Option<Date>) {
    let Extent::Period(period) = period.extent() else { return (None, None) };
    let (mut from, mut to) = (period.from, period.to);
    let fixed = plan.context_dimensions();
    for (id, term) in terms.enumerate().filter(|(id, _)| fixed.contains(*id)) {
        let Extent::Leaves(leaves) = term.extent() else { continue };
        let (mut first, mut last): (Vec<Option<Date>>, Vec<Option<Date>>) = (Vec::new(), Vec::new());
        for leaf in leaves.iter().filter_map(|id_of| plan.dimensions[id].leaves.iter().find(|leaf| leaf.id == *id_of)) {
            first.push(leaf.in_force.0);
            last.push(leaf.in_force.1);
        }
        // One leaf without a day leaves the term without one.
        let begins: Option<Vec<Date>> = first.into_iter().collect();
        let ends: Option<Vec<Date>> = last.into_iter().collect();
        from = from.map(|from| begins.and_then(|days| days.into_iter().min()).map_or(from, |day| day.max(from)));
        to = to.map(|to| ends.and_then(|days| days.into_iter().max()).map_or(to, |day| day.min(to)));
    }
    if from.zip(to).is_some_and(|(from, to)| from > to) { (None, None) } else { (from, to) }
}
