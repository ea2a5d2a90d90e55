//! The closing summary of a run, for a person.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{changes, clean};
use crate::model::finding::{Finding, Kind, Severity};
use crate::model::table::CellRole;
use crate::pipeline::{Fate, Outcome};

/// Findings of one kind shown in full; the rest are counted.
const SHOWN: usize = 5;

/// What the run read, loaded and noticed, and what to do next.
#[must_use]
pub fn of(outcome: &Outcome) -> String {
    let mut out = String::new();
    let files = &outcome.batch.files;
    let read = files.iter().filter(|(_, result)| !result.format.is_empty()).count();
    let observations: usize = files.iter().map(|(_, result)| result.observations.len()).sum();
    let at_rest = outcome.findings.iter().filter(|finding| finding.accepted.is_some()).count();
    let wanted = |finding: &&Finding, wanted: fn(&Kind) -> bool| finding.accepted.is_none() && wanted(&finding.kind);
    let count = |kind: fn(&Kind) -> bool| outcome.findings.iter().filter(|finding| wanted(finding, kind)).count();
    let (loaded, numeric) = numeric_cells(outcome);
    let lines = [
        ("returns", outcome.batch.returns.len().to_string()),
        ("files read", format!("{read} of {}", files.len())),
        ("observations", observations.to_string()),
        ("numeric cells loaded or checked", format!("{loaded} of {numeric}")),
        (
            "labels not mapped",
            count(|kind| matches!(kind, Kind::UnmappedLabel { .. } | Kind::AskedLabel { .. })).to_string(),
        ),
        ("residuals", count(|kind| matches!(kind, Kind::Residual { .. })).to_string()),
        ("contradictions", count(|kind| matches!(kind, Kind::Contradiction { .. })).to_string()),
        ("hidden content", count(|kind| matches!(kind, Kind::HiddenContent { .. })).to_string()),
    ];
    for (name, value) in lines {
        writeln!(out, "{name:>32}  {value}").expect("writing to a string cannot fail");
    }
    if at_rest > 0 {
        writeln!(out, "{:>32}  {at_rest}", "findings at rest").expect("writing to a string cannot fail");
    }
    out.push_str(&findings(&outcome.findings, Severity::Review));
    for notice in &outcome.notices {
        writeln!(out, "note: {}", clean::text(notice)).expect("writing to a string cannot fail");
    }
    if let Some(changes) = &outcome.changes {
        writeln!(out, "{}", changes::in_short(changes)).expect("writing to a string cannot fail");
    }
    let next = if outcome.open_findings() > 0 {
        "next: `foi review` asks about the findings above; all of them are in the table `finding`"
    } else {
        "next: ask it something, for example: foi query \"FROM force_totals\""
    };
    let published = outcome.published.strip_prefix(".").unwrap_or(&outcome.published).display();
    match &outcome.fate {
        Fate::Published => writeln!(out, "published {published}\n{next}"),
        Fate::Same => writeln!(out, "nothing has changed in {published}, which stays\n{next}"),
        Fate::Refused { reasons, .. } => {
            let reasons = clean::text(&reasons.join("; "));
            writeln!(out, "refused: {reasons}\n{published} stays as it was\n{}", what_refused_asks(&outcome.run_id))
        }
    }
    .expect("writing to a string cannot fail");
    out
}

/// What a person can do about a release that was refused.
#[must_use]
pub fn what_refused_asks(run_id: &str) -> String {
    format!(
        "next: foi diff shows what changed; foi run --accept {run_id} --reason \"...\" publishes it; after a rollback, foi \
         rollback --release lets runs publish again"
    )
}

/// Numeric cells that are counts, totals, or labels (ages, years, line numbers), of all numeric cells.
fn numeric_cells(outcome: &Outcome) -> (u64, u64) {
    let sheets = outcome.batch.files.iter().flat_map(|(_, result)| &result.sheets);
    sheets.flat_map(|sheet| &sheet.roles).fold((0, 0), |(loaded, all), (role, tally)| {
        let understood = if *role == CellRole::SetAside { 0 } else { tally.numeric };
        (loaded + understood, all + tally.numeric)
    })
}

/// Findings of at least this severity that nobody has accepted, by kind, the most serious first.
#[must_use]
pub fn findings(all: &[Finding], least: Severity) -> String {
    let mut by_kind: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in all.iter().filter(|finding| finding.kind.severity() >= least && finding.accepted.is_none()) {
        let key = (std::cmp::Reverse(finding.kind.severity()), finding.kind.code());
        by_kind.entry(key).or_default().push(finding);
    }
    let mut out = String::new();
    for ((severity, code), findings) in by_kind {
        writeln!(out, "\n{} {code}: {}", severity.0.text(), findings.len()).expect("writing to a string cannot fail");
        for finding in findings.iter().take(SHOWN) {
            let (place, message, hint) = (finding.place.to_string(), finding.kind.message(), finding.kind.hint());
            let [place, message, hint] = [place, message, hint].map(|text| clean::text(&text));
            writeln!(out, "  {place}: {message}\n    hint: {hint}").expect("writing to a string cannot fail");
        }
        if findings.len() > SHOWN {
            writeln!(out, "  and {} more", findings.len() - SHOWN).expect("writing to a string cannot fail");
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
