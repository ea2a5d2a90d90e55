//! What the breakdowns chosen for one question add to: the sums that the views show, for a stated total to be compared
//! with. A total may be stated alone, over a longer period than any of the tables that cut it has.

use std::collections::{BTreeSet, HashMap};

use super::alternatives::Narrowed;
use super::members::{Member, Subject, subject};
use crate::config::Plan;
use crate::model::observation::{Observation, RowRole};
use crate::model::reconciled::Chosen;
use crate::model::term::{DimensionSet, Extent, Term};

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
    plan: &'a Plan,
    groups: HashMap<Subject<'a>, Vec<Group<'a>>>,
}

impl<'a> Together<'a> {
    pub(super) fn new(plan: &'a Plan, members: &'a [Member<'a>], chosen: &'a [Chosen]) -> Self {
        let held = plan.held_dimensions();
        let by_id: HashMap<&str, usize> = members.iter().enumerate().map(|(at, m)| (&*m.breakdown.id, at)).collect();
        // Several questions are answered by the same breakdowns; they are added once.
        let mut sets: HashMap<(Subject<'_>, &str), BTreeSet<usize>> = HashMap::new();
        for row in chosen {
            let at = by_id[row.breakdown_id.as_str()];
            let Member { request, breakdown, .. } = &members[at];
            sets.entry((subject(plan, request, breakdown), &row.question)).or_default().insert(at);
        }
        let distinct: BTreeSet<(Subject<'_>, BTreeSet<usize>)> =
            sets.into_iter().map(|((subject, _), set)| (subject, set)).collect();
        let mut groups: HashMap<Subject<'_>, Vec<Group<'_>>> = HashMap::new();
        for (subject, set) in distinct {
            let members = set.into_iter().map(|at| &members[at]).collect();
            groups.entry(subject).or_default().push(Group::new(held, members));
        }
        Self { plan, groups }
    }

    /// What each group gives for the slice of a total; its own breakdown alone is compared with it in [`super::totals`].
    pub(super) fn of(&self, member: &'a Member<'a>, total: &'a Observation) -> Vec<Given<'a>> {
        let Some(narrowed) = narrowed(self.plan.held_dimensions(), total) else { return Vec::new() };
        let subject = subject(self.plan, member.request, member.breakdown);
        let groups = self.groups.get(&subject).into_iter().flatten();
        let given = groups.map(|group| group.within(narrowed, &total.period));
        given.filter(|given| given.members.iter().any(|other| other.breakdown.id != member.breakdown.id)).collect()
    }
}

impl<'a> Group<'a> {
    fn new(held: DimensionSet, members: Vec<&'a Member<'a>>) -> Self {
        let mut group = Self { members: members.clone(), figures: HashMap::new() };
        for (at, member) in members.into_iter().enumerate() {
            for observation in member.observations.iter().copied() {
                match observation.role {
                    RowRole::Part => {
                        for term in terms(held, observation).map(Some).chain([None]) {
                            group.figure(term, at, &observation.period).parts += observation.certain();
                        }
                    }
                    RowRole::Total => {
                        if let Some(term) = narrowed(held, observation) {
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

/// The terms of an observation that are known and narrower than all, what is held fixed apart.
fn terms(held: DimensionSet, observation: &Observation) -> impl Iterator<Item = (usize, &Term)> + use<'_> {
    let coordinates = observation.coordinates.iter().enumerate().filter(move |(id, _)| !held.contains(*id));
    coordinates.filter_map(|(id, coordinate)| {
        let is_known = matches!(coordinate.term.extent(), Extent::Leaves(_) | Extent::Ages(_) | Extent::Unknown);
        is_known.then_some((id, &coordinate.term))
    })
}

/// The one term that narrows a total; `None` where several do, or one that nobody understands.
fn narrowed(held: DimensionSet, total: &Observation) -> Option<Narrowed<'_>> {
    if total.coordinates.iter().any(|coordinate| *coordinate.term.extent() == Extent::Unmapped) {
        return None;
    }
    let mut terms = terms(held, total);
    let first = terms.next();
    terms.next().is_none().then_some(first)
}
