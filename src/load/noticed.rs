//! What was read and what was noticed: files, what they hide, labels met, findings, and the ledger of every cell.

use duckdb::Connection;

use crate::config::Plan;
use crate::model::batch::{Batch, LabelStatus};
use crate::model::correction::Change;
use crate::model::finding::Finding;
use crate::model::table::CellRole;
use crate::warehouse::row::{Row, table};

pub(super) fn append(connection: &Connection, plan: &Plan, batch: &Batch, findings: &[Finding]) -> duckdb::Result<()> {
    table(
        connection,
        "source_file",
        batch.files.iter().map(|(file, result)| {
            let record = batch.return_of(file);
            let row = Row::default().text(&file.id).text(&record.id).text(&record.request).text(&record.police_force);
            row.text(&file.path)
                .text(&file.sha256)
                .number(i64::try_from(file.bytes).ok())
                .text(&result.format)
                .text(&result.encoding)
                .some_owned(result.delimiter.map(String::from))
                .size(result.sheets.len())
                .size(result.hidden.len())
                .size(result.observations.len())
        }),
    )?;
    table(
        connection,
        "hidden_content",
        batch.files.iter().flat_map(|(file, result)| {
            result.hidden.iter().map(|hidden| {
                let row = Row::default().text(&file.id).text(&file.path).text(hidden.kind.text());
                row.text(&hidden.sheet)
                    .text(&hidden.at)
                    .number(i64::try_from(hidden.count).ok())
                    .flag(hidden.record_level)
            })
        }),
    )?;
    table(
        connection,
        "finding",
        findings.iter().map(|finding| {
            let row = Row::default().text(finding.kind.code()).text(finding.kind.severity().text());
            let row = row.text(&finding.place.path).text(&finding.place.sheet).text(&finding.place.cell);
            row.owned(finding.kind.message())
                .owned(finding.kind.hint())
                .some_text(finding.kind.subject())
                .some_text(finding.kind.given())
                .some_text(finding.accepted.as_deref())
        }),
    )?;
    table(
        connection,
        "raw_label",
        batch.files.iter().flat_map(|(file, result)| {
            let record = batch.return_of(file);
            result.labels.iter().map(move |(label, met)| {
                let status = match label.status {
                    LabelStatus::Mapped => "mapped",
                    LabelStatus::Ignored => "ignored",
                    LabelStatus::Unmapped => "unmapped",
                };
                Row::default()
                    .text(&record.request)
                    .text(&record.police_force)
                    .text(&plan.dimensions[label.dimension].name)
                    .text(&label.raw)
                    .text(label.term.name())
                    .text(status)
                    .text(&label.decided_by)
                    .number(i64::try_from(met.times).ok())
                    .owned(met.first.to_string())
            })
        }),
    )?;
    let applied = |source: &String| batch.files.iter().any(|(_, result)| result.corrections.get(source) == Some(&true));
    table(
        connection,
        "correction",
        plan.corrections.iter().map(|own| {
            let row = Row::default().text(&own.source).text(&own.file).text(&own.sheet).text(&own.cell);
            let row = row.text(&own.expected).text(own.change.text());
            let row = match &own.change {
                Change::Set(text) => row.text(text),
                Change::Drop => row.some_text(None),
            };
            row.text(&own.reason).text(&own.decided_by).text(&own.decided_on).flag(applied(&own.source))
        }),
    )?;
    table(
        connection,
        "sheet_ledger",
        batch.files.iter().flat_map(|(file, result)| {
            result.sheets.iter().flat_map(move |ledger| {
                ledger.roles.iter().map(move |(role, tally)| {
                    let row = Row::default().text(&file.id).text(&file.path).text(&ledger.sheet).text(role_name(*role));
                    let counts = [tally.cells, tally.numeric].map(|n| i64::try_from(n).ok());
                    counts.into_iter().fold(row, Row::number).real(tally.sum)
                })
            })
        }),
    )
}

/// The text stored in `cell_role`.
fn role_name(role: CellRole) -> &'static str {
    match role {
        CellRole::Value => "value",
        CellRole::Total => "total",
        CellRole::Figure => "figure",
        CellRole::Label => "label",
        CellRole::LineNumber => "line_number",
        CellRole::Header => "header",
        CellRole::Title => "title",
        CellRole::Note => "note",
        CellRole::SetAside => "set_aside",
    }
}
