//! What the breakdowns chosen for one question add to: the sums that the views show, for a stated total to be compared
//! with. A total may be stated alone, over a longer period than any of the tables that cut it has.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::alternatives::Narrowed;
use crate::config::Plan;
use crate::model::observation::{Breakdown, Observation, RowRole};
use crate::model::place::{At, Place};
use crate::model::reconciled::Chosen;
use crate::model::term::{DimensionSet, Extent, Term};

/// A breakdown with its observations and the path of its file.
pub(super) struct Member<'a> {
    pub breakdown: &'a Breakdown,
    pub request: &'a str,
    pub path: &'a Arc<str>,
    pub observations: Vec<&'a Observation>,
}

impl Member<'_> {
    /// A cell of its sheet.
    pub(super) fn place(&self, at: At) -> Place {
        Place::cell(self.path, &self.breakdown.sheet, at.address(self.breakdown.csv))
    }
}

/// Request, force, unit, count basis and what the context holds fixed: figures that differ here are never added.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str, Vec<&'a Term>);

/// What one breakdown gives for one period and term.
#[derive(Default)]
struct Figure {
    /// Sum of its parts, at least.
    parts: i64,
    /// The largest total it states, at least.
    stated: i64,
}

/// Figures of the breakdowns chosen for one question.
struct Group<'a> {
    members: Vec<&'a Member<'a>>,
    /// By term, member and period.
    figures: HashMap<Narrowed<'a>, HashMap<usize, HashMap<&'a Term, Figure>>>,
}

/// What a group gives for the slice of a total: at least so many, and the members that give it.
pub(super) struct Given<'a> {
    pub low: i64,
    pub members: Vec<&'a Member<'a>>,
}

/// The groups of every force, unit and question.
pub(super) struct Together<'a> {
    context: DimensionSet,
    groups: HashMap<Key<'a>, Vec<Group<'a>>>,
}

impl<'a> Together<'a> {
    pub(super) fn new(plan: &Plan, members: &'a [Member<'a>], chosen: &'a [Chosen]) -> Self {
        let context = plan.context_dimensions().without(plan.lexicon.period);
        let by_id: HashMap<&str, usize> = members.iter().enumerate().map(|(at, m)| (&*m.breakdown.id, at)).collect();
        // Several questions are answered by the same breakdowns; they are added once.
        let mut sets: HashMap<(Key<'_>, &str), BTreeSet<usize>> = HashMap::new();
        for row in chosen {
            let at = by_id[row.breakdown_id.as_str()];
            sets.entry((key(context, &members[at]), &row.question)).or_default().insert(at);
        }
        let distinct: BTreeSet<(Key<'_>, BTreeSet<usize>)> =
            sets.into_iter().map(|((key, _), set)| (key, set)).collect();
        let mut groups: HashMap<Key<'_>, Vec<Group<'_>>> = HashMap::new();
        for (key, set) in distinct {
            let members = set.into_iter().map(|at| &members[at]).collect();
            groups.entry(key).or_default().push(Group::new(context, members));
        }
        Self { context, groups }
    }

    /// What each group gives for the slice of a total; its own breakdown alone is compared with it in [`super::totals`].
    pub(super) fn of(&self, member: &'a Member<'a>, total: &'a Observation) -> Vec<Given<'a>> {
        let Some(narrowed) = narrowed(self.context, total) else { return Vec::new() };
        let groups = self.groups.get(&key(self.context, member)).into_iter().flatten();
        let given = groups.map(|group| group.within(narrowed, &total.period));
        given.filter(|given| given.members.iter().any(|other| other.breakdown.id != member.breakdown.id)).collect()
    }
}

impl<'a> Group<'a> {
    fn new(context: DimensionSet, members: Vec<&'a Member<'a>>) -> Self {
        let mut group = Self { members: members.clone(), figures: HashMap::new() };
        for (at, member) in members.into_iter().enumerate() {
            for observation in member.observations.iter().copied() {
                match observation.role {
                    RowRole::Part => {
                        for term in terms(context, observation).map(Some).chain([None]) {
                            group.figure(term, at, &observation.period).parts += observation.certain();
                        }
                    }
                    RowRole::Total => {
                        if let Some(term) = narrowed(context, observation) {
                            let figure = group.figure(term, at, &observation.period);
                            figure.stated = figure.stated.max(observation.count.certain());
                        }
                    }
                    RowRole::Subtotal | RowRole::OfWhich | RowRole::NestingUnstated => {}
                }
            }
        }
        group
    }

    fn figure(&mut self, term: Narrowed<'a>, member: usize, period: &'a Term) -> &mut Figure {
        self.figures.entry(term).or_default().entry(member).or_default().entry(period).or_default()
    }

    /// The members share no case, so what they give within a period adds up. What one member gives is the sum of its
    /// parts there or the largest of its totals, whichever is more: its totals may share cases.
    fn within(&self, narrowed: Narrowed<'_>, period: &Term) -> Given<'a> {
        let mut given = Given { low: 0, members: Vec::new() };
        for (at, periods) in self.figures.get(&narrowed).into_iter().flatten() {
            let inside = periods.iter().filter(|(own, _)| **own == period || period.extent().covers(own.extent()));
            let (parts, stated) =
                inside.fold((0, 0), |(parts, stated), (_, figure)| (parts + figure.parts, figure.stated.max(stated)));
            let low = parts.max(stated);
            if low > 0 {
                given.low += low;
                given.members.push(self.members[*at]);
            }
        }
        given.members.sort_by_key(|member| (&**member.path, member.breakdown.at, &*member.breakdown.id));
        given
    }
}

fn key<'a>(context: DimensionSet, member: &'a Member<'a>) -> Key<'a> {
    let breakdown = member.breakdown;
    let held = context.iter().map(|id| &breakdown.fixed[id]).collect();
    (member.request, &*breakdown.police_force, &*breakdown.unit, &*breakdown.count_basis, held)
}

/// The terms of an observation that are known and narrower than all, the context apart.
fn terms(context: DimensionSet, observation: &Observation) -> impl Iterator<Item = (usize, &Term)> + use<'_> {
    let coordinates = observation.coordinates.iter().enumerate().filter(move |(id, _)| !context.contains(*id));
    coordinates.filter_map(|(id, coordinate)| {
        let is_known = matches!(coordinate.term.extent(), Extent::Leaves(_) | Extent::Ages(_) | Extent::Unknown);
        is_known.then_some((id, &coordinate.term))
    })
}

/// The one term that narrows a total; `None` where several do, or one that nobody understands.
fn narrowed(context: DimensionSet, total: &Observation) -> Option<Narrowed<'_>> {
    if total.coordinates.iter().any(|coordinate| *coordinate.term.extent() == Extent::Unmapped) {
        return None;
    }
    let mut terms = terms(context, total);
    let first = terms.next();
    terms.next().is_none().then_some(first)
}
