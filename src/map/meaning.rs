//! The labels of one count, resolved to one coordinate a dimension.

use super::context::Context;
use super::{Mapped, Source, nearest};
use crate::lexicon::{Decision, LabelContext, normal};
use crate::model::batch::{LabelMet, LabelStatus, Meetings};
use crate::model::finding::{Finding, Kind};
use crate::model::observation::Coordinate;
use crate::model::table::Attached;
use crate::model::term::{DimensionId, Extent, PeriodKind, Term};

/// The coordinates of a count by dimension: only those its labels speak of.
pub(super) type Coordinates = Vec<(DimensionId, Coordinate)>;

/// Resolves the labels of a count; `None` if one of them says to ignore it.
pub(super) fn coordinates(
    source: Source<'_>,
    labels: &[Attached],
    context: &Context,
    mapped: &mut Mapped,
) -> Option<Coordinates> {
    let mut out: Coordinates = Vec::new();
    // The headline first, whatever the order of the columns.
    let ordered = labels.iter().filter(|label| !label.refines).chain(labels.iter().filter(|label| label.refines));
    for label in ordered {
        if label.refines && label.raw.trim().is_empty() {
            continue;
        }
        let term = resolve(source, label, context, mapped)?;
        match out.iter_mut().find(|(dimension, _)| *dimension == label.dimension) {
            // A total over the headlines: only the detail is given.
            None if label.refines => {
                let known = matches!(term.extent(), Extent::Leaves(_) | Extent::Ages(_) | Extent::Period(_));
                let shown = if known { term.clone() } else { Term::all() };
                let coordinate = Coordinate { term: shown, given: Term::all(), detail: Some(term) };
                out.push((label.dimension, coordinate));
            }
            None => out.push((label.dimension, Coordinate::plain(term))),
            Some((_, headline)) => {
                headline.detail = Some(term.clone());
                refine(source, label, headline, term, mapped);
            }
        }
    }
    out.sort_by_key(|(dimension, _)| *dimension);
    Some(out)
}

/// A second label of the same dimension narrows the first; one that contradicts it is reported and changes nothing.
fn refine(source: Source<'_>, label: &Attached, headline: &mut Coordinate, detail: Term, mapped: &mut Mapped) {
    match (headline.term.extent(), detail.extent()) {
        (_, Extent::Unknown | Extent::All | Extent::Unmapped) => {}
        (Extent::Unknown | Extent::All, _) => headline.term = detail,
        (here, there) if here.covers(there) => headline.term = detail,
        (here, there) if there.covers(here) => {}
        (Extent::Leaves(here), Extent::Leaves(there)) if !headline.term.extent().disjoint(detail.extent()) => {
            headline.term = source.plan.lexicon.intersection(label.dimension, here, there);
        }
        _ => {
            let kind = Kind::DetailOutsideHeadline {
                headline: headline.term.name().to_string(),
                detail: label.raw.to_string(),
            };
            mapped.findings.push(Finding::new(source.place(label.at), kind));
        }
    }
}

fn resolve(source: Source<'_>, label: &Attached, context: &Context, mapped: &mut Mapped) -> Option<Term> {
    let Source { plan, request, record, .. } = source;
    let header = normal::normalise(&label.header);
    let place = source.place(label.at);
    let found = plan.lexicon.resolve(
        label.dimension,
        &label.raw,
        LabelContext { force: &record.police_force, request: &request.id, header: &header, period: context.reading },
    );
    let dimension = || plan.dimensions[label.dimension].name.clone();
    let (term, status) = match &found.decision {
        Decision::Term(term) => (term.clone(), LabelStatus::Mapped),
        Decision::Ignored => (Term::unmapped(), LabelStatus::Ignored),
        Decision::Unmapped { .. } => (Term::unmapped(), LabelStatus::Unmapped),
    };
    let met = LabelMet {
        dimension: label.dimension,
        raw: label.raw.clone(),
        term: term.clone(),
        status: status.clone(),
        decided_by: found.rule.clone(),
    };
    let first_time = !mapped.labels.contains_key(&met);
    mapped.labels.entry(met).or_insert_with(|| Meetings { times: 0, first: place.clone() }).times += 1;
    if !first_time {
        return (status != LabelStatus::Ignored).then_some(term);
    }
    if found.rule.contains(".csv:") {
        mapped.rules_used.insert(found.rule);
    }
    if found.from_date {
        let kind = Kind::AgeFromDate { shown: label.raw.to_string(), read_as: term.name().to_string() };
        mapped.findings.push(Finding::new(place.clone(), kind));
    }
    if matches!(term.extent(), Extent::Period(period) if period.kind == PeriodKind::MonthYearNotStated) {
        let kind = Kind::PeriodOutsideRequest { raw: label.raw.to_string() };
        mapped.findings.push(Finding::new(place.clone(), kind));
    }
    if let Decision::Unmapped { asked } = found.decision {
        let raw = label.raw.to_string();
        let kind = if asked {
            Kind::AskedLabel { dimension: dimension(), raw }
        } else {
            Kind::UnmappedLabel { dimension: dimension(), nearest: nearest(plan, label.dimension, &raw), raw }
        };
        mapped.findings.push(Finding::new(place, kind));
    }
    (status != LabelStatus::Ignored).then_some(term)
}
