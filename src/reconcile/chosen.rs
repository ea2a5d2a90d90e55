//! Which breakdowns answer a question, so that nobody adds alternatives: for each request, force, unit and question
//! (a set of dimensions), the best breakdown whose split covers it, and those that add up with it.
//!
//! Better is, in this order: nothing held narrower than the question, the whole period asked for, a stated total,
//! narrower bounds, fewer further dimensions, a smaller residual, the lower id.

use std::collections::{BTreeMap, BTreeSet};

use super::joint;
use super::members::{Subject, subject};
use super::totals;
use crate::config::Plan;
use crate::model::batch::{Batch, FileResult};
use crate::model::count::sum_high;
use crate::model::observation::{Breakdown, Grain};
use crate::model::reconciled::{Chosen, Reconciliation, Sums};
use crate::model::returns::{Request, SourceFile};
use crate::model::term::DimensionSet;

/// The sums of a file's breakdowns, in their order.
pub(super) fn sums(plan: &Plan, batch: &Batch, file: &SourceFile, result: &FileResult) -> Vec<Sums> {
    let FileResult { breakdowns, observations, .. } = result;
    let mut out = vec![Sums::default(); breakdowns.len()];
    for observation in observations {
        let breakdown = &breakdowns[observation.breakdown];
        let own = &mut out[observation.breakdown];
        let count = &observation.count;
        if observation.is_summand() {
            let (sum, high) = own.parts.unwrap_or((0, Some(0)));
            own.parts = Some((sum + observation.certain(), sum_high([high, count.high])));
        }
        // A total that is itself withheld states nothing.
        let states = own.stated.is_none() && count.low.is_some();
        if states && breakdown.is_whole(observation, plan.lexicon.period) {
            own.stated = Some((count.low, count.high, observation.id.clone()));
        }
    }
    // A total that stands alone, because several breakdowns of its table share it, is stated for each of them.
    for at in 0..out.len() {
        let (own, same_table) = (&breakdowns[at], |other: &Breakdown, own: &Breakdown| {
            let same = other.sheet == own.sheet && other.at == own.at && other.unit == own.unit;
            same && other.grain == Grain::Total && totals::speak_of(batch, file, other, own)
        });
        let shared = (0..out.len()).find(|other| same_table(&breakdowns[*other], own) && out[*other].stated.is_some());
        if let (None, Some(shared)) = (&out[at].stated, shared) {
            let stated = out[shared].stated.clone();
            out[at].stated = stated;
        }
    }
    out
}

/// A breakdown with what is needed to rank it.
struct Candidate<'a> {
    breakdown: &'a Breakdown,
    sums: &'a Sums,
    residual: i64,
    narrowed: u32,
    narrower_period: bool,
}

/// A chosen breakdown, with the reasons.
pub(super) type Pick<'a> = (&'a Breakdown, String);

/// Every question the current breakdowns can answer, with the breakdowns to use.
pub(super) fn breakdowns(plan: &Plan, batch: &Batch, sums: &[Vec<Sums>], totals: &[Reconciliation]) -> Vec<Chosen> {
    let mut residuals: BTreeMap<&str, i64> = BTreeMap::new();
    for row in totals {
        let size = row.residual_low.unwrap_or(0).abs().max(row.residual_high.unwrap_or(0).abs());
        let worst = residuals.entry(&row.breakdown_id).or_default();
        *worst = (*worst).max(size);
    }
    let context = plan.context_dimensions();
    let mut groups: BTreeMap<Subject<'_>, Vec<Candidate<'_>>> = BTreeMap::new();
    for ((file, result), sums) in batch.files.iter().zip(sums) {
        let record = batch.return_of(file);
        let request = batch.requests.iter().find(|request| request.id == record.request);
        for (breakdown, sums) in result.breakdowns.iter().zip(sums) {
            if !batch.is_current(file, breakdown) || joint::also_alone(batch, &record.request, &breakdown.police_force)
            {
                continue;
            }
            groups.entry(subject(plan, &record.request, breakdown)).or_default().push(Candidate {
                breakdown,
                sums,
                residual: residuals.get(breakdown.id.as_str()).copied().unwrap_or(0),
                narrowed: breakdown.narrowed(context).len(),
                narrower_period: request.is_some_and(|request| is_narrower(breakdown, request)),
            });
        }
    }
    let mut picked: BTreeMap<(Subject<'_>, DimensionSet), Vec<Pick<'_>>> = BTreeMap::new();
    for ((request, _, unit, count_basis, held), candidates) in &groups {
        let questions: BTreeSet<DimensionSet> =
            candidates.iter().flat_map(|candidate| subsets(candidate.breakdown.split)).collect();
        for question in questions {
            // Forces apart: what a set of forces gave together may hold what one of them gave alone.
            let key = ((*request, "", *unit, *count_basis, held.clone()), question);
            picked.entry(key).or_default().extend(choose(plan, candidates, question));
        }
    }
    let mut out = Vec::new();
    for (((request, _, unit, count_basis, _), question), picks) in picked {
        for (breakdown, why) in joint::once(picks) {
            out.push(Chosen {
                request: request.into(),
                police_force: breakdown.police_force.clone(),
                unit: unit.into(),
                count_basis: count_basis.into(),
                question: plan.question_name(question),
                breakdown_id: breakdown.id.clone(),
                why,
            });
        }
    }
    out.sort();
    out
}

fn is_narrower(breakdown: &Breakdown, request: &Request) -> bool {
    request.period.covers(breakdown.period) && !breakdown.period.covers(request.period)
}

fn subsets(split: DimensionSet) -> Vec<DimensionSet> {
    let mut out = vec![DimensionSet::default()];
    for id in split.iter() {
        out.extend(out.clone().into_iter().map(|set| set.with(id)));
    }
    out
}

/// The best candidate and those that add up with it, each with the reasons.
fn choose<'a>(plan: &Plan, all: &[Candidate<'a>], question: DimensionSet) -> Vec<Pick<'a>> {
    // A stated figure without parts answers no question but its own.
    let fits =
        |c: &&Candidate<'a>| c.breakdown.split.covers(question) && (question.is_empty() || c.sums.parts.is_some());
    let rank = |c: &Candidate<'a>| {
        let (low, high) = match (&c.sums.stated, c.sums.parts) {
            (Some((low, high, _)), _) if question.is_empty() => (low.unwrap_or(0), *high),
            (_, Some((low, high))) => (low, high),
            (Some((low, high, _)), None) => (low.unwrap_or(0), *high),
            (None, None) => (0, None),
        };
        let width = high.map_or(i64::MAX, |high| high - low);
        let extra = c.breakdown.split.len() - question.len();
        (c.narrowed, c.narrower_period, c.sums.stated.is_none(), width, extra, c.residual, c.breakdown.id.clone())
    };
    let mut candidates: Vec<&Candidate<'a>> = all.iter().filter(fits).collect();
    candidates.sort_by_key(|c| rank(c));
    let Some(best) = candidates.first().copied() else { return Vec::new() };
    let mut chosen = vec![(best.breakdown, why(plan, best, question, candidates.len()))];
    for other in &candidates[1..] {
        let same_split = other.breakdown.split == best.breakdown.split;
        if same_split && chosen.iter().all(|(breakdown, _)| disjoint(breakdown, other.breakdown)) {
            chosen
                .push((other.breakdown, "same split, disjoint in what it holds fixed: adds up with the others".into()));
        }
    }
    chosen
}

/// Whether two breakdowns of one split certainly share no count.
pub(super) fn disjoint(one: &Breakdown, other: &Breakdown) -> bool {
    one.period.disjoint(other.period)
        || one.fixed.iter().zip(&other.fixed).any(|(a, b)| a.extent().disjoint(b.extent()))
}

fn why(plan: &Plan, best: &Candidate<'_>, question: DimensionSet, alternatives: usize) -> String {
    let mut reasons = vec![format!("best of {alternatives}")];
    if best.narrowed > 0 {
        reasons.push("holds something fixed, but nothing wider answers this".into());
    }
    if best.narrower_period {
        reasons.push("shorter than the period asked for".into());
    }
    reasons.push(if best.sums.stated.is_some() { "states its total" } else { "states no total" }.into());
    let extra = DimensionSet(best.breakdown.split.0 & !question.0);
    if !extra.is_empty() {
        reasons.push(format!("also split by {}", plan.question_name(extra)));
    }
    if best.residual > 0 {
        reasons.push(format!("residual up to {}", best.residual));
    }
    reasons.join("; ")
}
