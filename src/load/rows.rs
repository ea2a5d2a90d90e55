//! Appends the batch to the tables.

use duckdb::Connection;

use super::{RunFacts, in_force, noticed};
use crate::config::Plan;
use crate::lexicon::Grammar;
use crate::model::batch::{Batch, FileResult};
use crate::model::digest;
use crate::model::finding::Finding;
use crate::model::observation::{Coordinate, Observation, StatedFigure};
use crate::model::reconciled::{Overlap, Reconciled, Sums};
use crate::model::returns::SourceFile;
use crate::model::term::Extent;
use crate::warehouse::row::{Row, table};
use crate::warehouse::{self, hash};

pub(super) fn append(
    connection: &Connection,
    plan: &Plan,
    batch: &Batch,
    reconciled: &Reconciled,
    findings: &[Finding],
) -> duckdb::Result<()> {
    let files = || batch.files.iter();
    table(
        connection,
        "observation_all",
        files().flat_map(|(file, result)| {
            result.observations.iter().map(move |o| observation(plan, batch, file, result, o))
        }),
    )?;
    table(
        connection,
        "observation_label",
        files().flat_map(|(_, result)| result.observations.iter().flat_map(move |o| labels(plan, result, o))),
    )?;
    table(
        connection,
        "stated_figure",
        files().flat_map(|(file, result)| result.figures.iter().map(move |own| figure(plan, batch, file, own))),
    )?;
    table(
        connection,
        "breakdown",
        files().zip(&reconciled.sums).flat_map(|((file, result), sums)| {
            (0..result.breakdowns.len()).map(move |at| breakdown(plan, batch, file, result, at, &sums[at]))
        }),
    )?;
    vocabulary(connection, plan)?;
    who(connection, plan, batch)?;
    compared(connection, plan, batch, reconciled)?;
    noticed::append(connection, plan, batch, findings)?;
    about(connection, plan)
}

fn observation<'a>(
    plan: &'a Plan,
    batch: &'a Batch,
    file: &'a SourceFile,
    result: &'a FileResult,
    o: &'a Observation,
) -> Row<'a> {
    let breakdown = &result.breakdowns[o.breakdown];
    let record = batch.return_of(file);
    let row = Row::default()
        .text(&o.id)
        .text(&record.request)
        .text(&breakdown.police_force)
        .text(&breakdown.unit)
        .text(&breakdown.count_basis);
    let row =
        plan.dimensions.iter().zip(&o.coordinates).fold(row, |row, (dimension, coordinate)| match dimension.grammar {
            Grammar::Codes => codes(row, dimension.refined, coordinate),
            Grammar::Interval => interval(row, coordinate),
            Grammar::Period => row,
        });
    let terms = o.coordinates.iter().map(|coordinate| &coordinate.term);
    row.period(&o.period)
        .days(in_force::effective(plan, terms, &o.period))
        .number(o.count.low)
        .number(o.count.high)
        .owned(o.count.status.text())
        .text(o.role.text())
        .some_text(o.part_of.as_deref())
        .text(breakdown.grain.text())
        .text(&breakdown.id)
        .text(&file.id)
        .text(&file.path)
        .text(&breakdown.sheet)
        .owned(o.at.address(breakdown.csv))
        .text(&o.raw_value)
        .text(&o.raw_labels)
        .flag(batch.is_current(file, breakdown))
}

fn labels<'a>(plan: &'a Plan, result: &'a FileResult, o: &'a Observation) -> impl Iterator<Item = Row<'a>> {
    let csv = result.breakdowns[o.breakdown].csv;
    o.labels.iter().enumerate().map(move |(nth, label)| {
        let row = Row::default().text(&o.id).size(nth + 1).text(&plan.dimensions[label.dimension].name);
        row.text(&label.raw)
            .owned(label.at.address(csv))
            .text(&label.header)
            .text(label.term.name())
            .text(&label.decided_by)
    })
}

fn figure<'a>(plan: &'a Plan, batch: &'a Batch, file: &'a SourceFile, own: &'a StatedFigure) -> Row<'a> {
    let terms = own.terms.iter().map(|(id, term)| format!("{} = {}", plan.dimensions[*id].name, term.name()));
    let row = Row::default().text(&own.id).text(&batch.return_of(file).request).text(&own.police_force);
    row.text(&own.statistic)
        .list(terms)
        .period(&own.period)
        .some_real(own.value)
        .text(&file.id)
        .text(&file.path)
        .text(&own.sheet)
        .owned(own.at.address(own.csv))
        .text(&own.raw_value)
        .text(&own.raw_labels)
        .flag(batch.is_figure_current(file, own))
}

fn codes<'a>(row: Row<'a>, refined: bool, coordinate: &'a Coordinate) -> Row<'a> {
    let row = row.text(coordinate.term.name());
    let row = if refined { row.text(coordinate.given.name()) } else { row };
    match coordinate.term.extent() {
        Extent::Leaves(leaves) => row.list(leaves.iter()),
        _ => row.some_text(None::<&str>),
    }
}

fn interval<'a>(row: Row<'a>, coordinate: &'a Coordinate) -> Row<'a> {
    let (from, to) = match coordinate.term.extent() {
        Extent::Ages(ages) => (Some(ages.from), ages.to),
        _ => (None, None),
    };
    row.text(coordinate.term.name()).number(from.map(i64::from)).number(to.map(i64::from))
}

fn breakdown<'a>(
    plan: &'a Plan,
    batch: &'a Batch,
    file: &'a SourceFile,
    result: &'a FileResult,
    at: usize,
    sums: &'a Sums,
) -> Row<'a> {
    let own = &result.breakdowns[at];
    let record = batch.return_of(file);
    let row = Row::default()
        .text(&own.id)
        .text(&record.request)
        .text(&own.police_force)
        .text(&own.unit)
        .text(&own.count_basis)
        .list(own.split.iter().map(|id| &plan.dimensions[id].name));
    let named = plan.dimensions.iter().zip(&own.fixed).filter(|(dimension, _)| dimension.grammar != Grammar::Period);
    let row = named.fold(row, |row, (_, term)| row.text(term.name()));
    let stated = sums.stated.as_ref();
    row.period(&own.period_term)
        .days(in_force::effective(plan, own.fixed.iter(), &own.period_term))
        .text(own.grain.text())
        .some_text(stated.map(|(_, _, id)| id.as_str()))
        .number(stated.and_then(|(low, _, _)| *low))
        .number(stated.and_then(|(_, high, _)| *high))
        .number(sums.parts.map(|(low, _)| low))
        .number(sums.parts.and_then(|(_, high)| high))
        .flag(batch.is_current(file, own))
        .text(&file.id)
        .text(&own.sheet)
        .owned(own.at.address(own.csv))
        .list(&own.reading)
}

fn vocabulary(connection: &Connection, plan: &Plan) -> duckdb::Result<()> {
    for dimension in plan.dimensions.iter().filter(|dimension| dimension.grammar == Grammar::Codes) {
        let name = &dimension.name;
        table(
            connection,
            &format!("{name}_leaf"),
            dimension.leaves.iter().map(|leaf| {
                let row = Row::default().text(&leaf.id).text(&leaf.title).text(&leaf.description);
                let row = row.text(&leaf.source).some_text(leaf.within.as_deref());
                row.date(leaf.in_force.0).date(leaf.in_force.1)
            }),
        )?;
        table(
            connection,
            &format!("{name}_term"),
            dimension.terms.iter().map(|term| {
                let row = Row::default().text(&term.name).text(&term.title).list(term.leaves.iter());
                row.list(&term.partitions).text(&term.note)
            }),
        )?;
        table(
            connection,
            &format!("{name}_term_leaf"),
            dimension
                .terms
                .iter()
                .flat_map(|term| term.leaves.iter().map(|leaf| Row::default().text(&term.name).text(leaf))),
        )?;
    }
    table(
        connection,
        "denominator",
        plan.denominators.iter().map(|d| Row::default().text(&d.name).text(&d.dimension).list(&d.except).text(&d.note)),
    )
}

fn who(connection: &Connection, plan: &Plan, batch: &Batch) -> duckdb::Result<()> {
    table(
        connection,
        "police_force",
        plan.forces.list.iter().map(|force| {
            let row = Row::default().text(&force.id).text(&force.name).text(&force.nation).text(&force.region);
            row.text(&force.ons_code).text(&force.note)
        }),
    )?;
    table(
        connection,
        "request",
        batch.requests.iter().map(|request| {
            let offence = request.offence.as_ref().map_or("all", |term| term.name());
            let row =
                Row::default().text(&request.id).text(&request.title).text(&request.unit).text(&request.count_basis);
            row.text(offence)
                .text(request.period_term.name())
                .date(request.period.from)
                .date(request.period.to)
                .list(&request.questions)
        }),
    )?;
    table(
        connection,
        "return",
        batch.returns.iter().enumerate().map(|(at, record)| {
            let texts = [
                &record.status,
                &record.reference,
                &record.url,
                &record.received,
                &record.extracted,
                &record.exemption,
                &record.caveat,
                &record.age_at,
            ];
            let row = Row::default().text(&record.id).text(&record.request).text(&record.police_force);
            texts
                .into_iter()
                .fold(row, |row, text| row.text(text))
                .some_text(record.hidden.as_ref().map(|decided| decided.reveal.text()))
                .some_text(record.hidden.as_ref().map(|decided| decided.reason.as_str()))
                .some_text(record.supersedes.as_deref())
                .list(record.supersedes_only.iter().map(|portion| &portion.given))
                .flag(batch.is_in_force(at))
        }),
    )?;
    table(
        connection,
        "coverage",
        batch.coverage.iter().map(|row| {
            let out = Row::default().text(&row.request).text(&row.police_force).text(&row.question);
            out.text(&row.status).some_text(row.return_id.as_deref())
        }),
    )
}

fn compared(connection: &Connection, plan: &Plan, batch: &Batch, reconciled: &Reconciled) -> duckdb::Result<()> {
    table(
        connection,
        "chosen_breakdown",
        reconciled.chosen.iter().map(|chosen| {
            let row = Row::default().text(&chosen.request).text(&chosen.police_force).text(&chosen.unit);
            row.text(&chosen.count_basis).text(&chosen.question).text(&chosen.breakdown_id).text(&chosen.why)
        }),
    )?;
    let owners: std::collections::HashMap<&str, (usize, &str)> = batch
        .files
        .iter()
        .flat_map(|(file, result)| {
            result.breakdowns.iter().map(|b| (b.id.as_str(), (file.return_index, &*b.police_force)))
        })
        .collect();
    table(
        connection,
        "reconciliation",
        reconciled.totals.iter().map(|row| {
            let (return_index, police_force) = owners[row.breakdown_id.as_str()];
            Row::default()
                .text(&batch.returns[return_index].request)
                .text(police_force)
                .text(&row.total_id)
                .text(&row.breakdown_id)
                .size(row.parts)
                .number(row.stated_low)
                .number(row.stated_high)
                .number(Some(row.parts_low))
                .number(row.parts_high)
                .number(row.residual_low)
                .number(row.residual_high)
                .flag(row.sums_all)
                .flag(row.parts_are_all)
                .text(row.status())
        }),
    )?;
    table(
        connection,
        "tightened",
        reconciled.tightened.iter().map(|row| {
            let out = Row::default().text(&row.observation_id).number(Some(row.low)).number(Some(row.high));
            out.list(&row.totals)
        }),
    )?;
    table(
        connection,
        "disagreement",
        reconciled.disagreements.iter().map(|row| {
            let (return_index, police_force) = owners[row.breakdown_ids[0].as_str()];
            let out = Row::default().text(&batch.returns[return_index].request).text(police_force);
            out.text(&row.total_id)
                .list(&row.breakdown_ids)
                .number(Some(row.stated_low))
                .number(row.stated_high)
                .number(Some(row.other_low))
                .number(row.other_high)
        }),
    )?;
    table(connection, "overlap", reconciled.overlaps.iter().map(|row| overlap(plan, row)))
}

fn overlap<'a>(plan: &'a Plan, row: &'a Overlap) -> Row<'a> {
    let (one, other) = (&row.one, &row.other);
    let (dimension, term) =
        row.slice.as_ref().map_or(("total", "all"), |(id, term)| (plan.dimensions[*id].name.as_str(), term.name()));
    let shared_to = match (one.period.to, other.period.to) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Row::default()
        .text(&row.police_force)
        .text(&row.offence)
        .text(dimension)
        .text(term)
        .text(&one.unit)
        .text(&other.unit)
        .text(&one.request)
        .text(&other.request)
        .date(one.period.from)
        .date(one.period.to)
        .date(other.period.from)
        .date(other.period.to)
        .date(one.period.from.max(other.period.from))
        .date(shared_to)
        .number(Some(one.low))
        .number(one.high)
        .number(Some(other.low))
        .number(other.high)
        .text(row.relation.text())
}

fn about(connection: &Connection, plan: &Plan) -> duckdb::Result<()> {
    table(
        connection,
        "config_file",
        plan.files.iter().map(|(path, text)| Row::default().text(path).owned(digest::sha256(text)).text(text)),
    )
}

/// What the run knows about itself, and the hash of everything else.
pub(super) fn run(connection: &Connection, batch: &Batch, findings: &[Finding], run: &RunFacts) -> duckdb::Result<()> {
    let observations = batch.files.iter().map(|(_, result)| result.observations.len()).sum();
    let open = findings.iter().filter(|finding| finding.is_open()).count();
    let logical_hash = hash::logical(connection, warehouse::NEW)?;
    table(
        connection,
        "run",
        [Row::default()
            .text(&run.run_id)
            .text(&run.started)
            .text(env!("CARGO_PKG_VERSION"))
            .size(batch.files.len())
            .size(observations)
            .size(open)
            .text(&run.inputs)
            .text(&logical_hash)
            .some_text(run.previous_run.as_deref())
            .some_text(None)
            .some_text(None)
            .some_text(None)],
    )
}
