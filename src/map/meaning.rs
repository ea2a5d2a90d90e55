//! The labels of one count, resolved to one coordinate a dimension.

use super::context::Context;
use super::{Known, Mapped, Source};
use crate::lexicon::{Decision, Doubt, LabelContext, Resolution, normal};
use crate::model::batch::{LabelMet, LabelStatus};
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
    let key = (label.dimension, label.raw.clone(), label.header.clone());
    if !mapped.known.contains_key(&key) {
        know(source, label, found(source, label, context), mapped);
    }
    let known = mapped.known.get_mut(&key)?;
    known.times += 1;
    known.term.clone()
}

/// What the lexicon makes of a label by itself.
pub(super) fn found(source: Source<'_>, label: &Attached, context: &Context) -> Resolution {
    let Source { plan, request, .. } = source;
    let header = normal::normalise(&label.header);
    let period = context.reading;
    let context = LabelContext { force: &context.police_force, request: &request.id, header: &header, period };
    plan.lexicon.resolve(label.dimension, &label.raw, context)
}

/// Keeps the decision about a label met for the first time in its table. What is to be said of ages in doubt, the
/// siblings have said.
pub(super) fn know(source: Source<'_>, label: &Attached, found: Resolution, mapped: &mut Mapped) {
    let plan = source.plan;
    let place = source.place(label.at);
    let (term, status) = match &found.decision {
        Decision::Term(term) => (term.clone(), LabelStatus::Mapped),
        Decision::Ignored(_) => (Term::unmapped(), LabelStatus::Ignored),
        Decision::Unmapped { .. } => (Term::unmapped(), LabelStatus::Unmapped),
    };
    if found.rule.contains(".csv:") {
        mapped.rules_used.insert(found.rule.clone());
    }
    let raw = || label.raw.to_string();
    let mut notice = |kind| mapped.findings.push(Finding::new(place.clone(), kind));
    if let Some(Doubt::Period(readings)) = found.doubt {
        notice(Kind::period_ambiguous(&label.raw, readings));
    }
    if matches!(term.extent(), Extent::Period(period) if period.kind == PeriodKind::MonthYearNotStated) {
        notice(Kind::PeriodOutsideRequest { raw: raw() });
    }
    if let Decision::Ignored(reason) = &found.decision {
        notice(Kind::LabelIgnored { raw: raw(), reason: reason.clone() });
    }
    if let (Decision::Unmapped { asked }, None) = (&found.decision, &found.doubt) {
        let (dimension, raw) = (plan.dimensions[label.dimension].name.clone(), raw());
        notice(if *asked {
            Kind::AskedLabel { dimension, raw }
        } else {
            // The labels that read nearly like it are looked for among all labels, once for all files.
            Kind::UnmappedLabel { dimension, nearest: Vec::new(), raw }
        });
    }
    let used = (status != LabelStatus::Ignored).then(|| term.clone());
    let met = LabelMet { dimension: label.dimension, raw: label.raw.clone(), term, status, decided_by: found.rule };
    let key = (label.dimension, label.raw.clone(), label.header.clone());
    mapped.known.insert(key, Known { met, first: place, times: 0, term: used });
}
