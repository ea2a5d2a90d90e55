//! An explained count as text: what a person checks first stands first, and the last line is fit to cite.

use std::fmt::Write;

use super::observation::Observation;
use super::record::{Record, items};
use crate::report::clean;

/// The count with all that explains it.
pub(super) fn observation(one: &Observation) -> String {
    let (count, file, letter) = (&one.count, &one.file, &one.letter);
    let mut out = String::new();
    line(&mut out, &format!("observation {}", count.get("observation_id")));
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            line(&mut out, &format!("  {name:<11} {value}"));
        }
    };
    fact("force", &format!("{} ({})", count.get("police_force"), letter.get("force_name")));
    fact("request", &format!("{}: {}", letter.get("request"), letter.get("title")));
    fact("return", &reply(letter));
    fact("url", letter.get("url"));
    fact("caveat", letter.get("caveat"));
    fact("file", count.get("file_path"));
    fact("sha256", file.get("sha256"));
    fact("sheet", count.get("sheet"));
    fact("cell", count.get("cell"));
    fact("raw text", &format!("`{}`", count.get("raw_value")));
    fact("count", &format!("{} ({})", bounds(count, "count"), count.get("count_status")));
    fact("counts", &format!("{}, {}", count.get("unit"), count.get("count_basis")));
    fact("row", &row_role(count));
    if count.get("is_current") == "false" {
        fact("superseded", "a later return replaced it, or it was withdrawn; it is in no view of current figures");
    }
    list(&mut out, "labels over or left of it", one.labels.iter().map(label));
    list(&mut out, "what it means", one.meaning.iter().map(meaning));
    let read = one.reading.iter().cloned();
    list(&mut out, &format!("why the table at {} was read so", one.table.get("cell")), read);
    list(&mut out, "corrected", one.corrections.iter().map(correction));
    list(&mut out, "totals", one.reconciliation.iter().map(|row| total(row, count)));
    list(
        &mut out,
        "tightened",
        one.tightened.iter().map(|row| {
            let totals: Vec<&str> = items(row.get("total_ids")).collect();
            format!("{}, by the stated totals {}", bounds(row, "count"), totals.join(", "))
        }),
    );
    list(
        &mut out,
        "other tables of the force",
        one.disagreement.iter().map(|row| contradicted(whose(row, count), row)),
    );
    list(&mut out, "other versions of the return", one.restatements.iter().map(restated));
    list(&mut out, "other requests", one.overlap.iter().map(overlap));
    let finding = |row: &Record| {
        format!("{} {}: {}; {}", row.get("severity"), row.get("kind"), row.get("message"), row.get("hint"))
    };
    list(&mut out, "noticed there", one.findings.iter().map(finding));
    line(&mut out, &format!("  cite as     {}", cited(one)));
    out
}

/// Force, date, reference, letter, file and cell of a count: fit to cite.
pub(super) fn cited(one: &Observation) -> String {
    let (count, letter) = (&one.count, &one.letter);
    let dated = letter.known("received").map(|day| format!(", {day}")).unwrap_or_default();
    let reference = letter.known("reference").map(|own| format!(", {own}")).unwrap_or_default();
    let url = letter.known("url").map(|url| format!(" <{url}>")).unwrap_or_default();
    let sheet = count.known("sheet").map(|sheet| format!("sheet {sheet}, ")).unwrap_or_default();
    let file = count.get("file_path").rsplit('/').next().unwrap_or_default();
    let digest: String = one.file.get("sha256").chars().take(12).collect();
    format!(
        "{}, reply{reference}{dated} to the FOI request \"{}\"{url}: {file} (sha256 {digest}), {sheet}cell {}: \"{}\"",
        letter.get("force_name"),
        letter.get("title"),
        count.get("cell"),
        count.get("raw_value")
    )
}

/// `5`, `1 to 4`, `at least 3`, `not given`.
pub(super) fn bounds(row: &Record, name: &str) -> String {
    match (row.known(&format!("{name}_low")), row.known(&format!("{name}_high"))) {
        (Some(low), Some(high)) if low == high => low.to_owned(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => "not given".into(),
    }
}

fn reply(letter: &Record) -> String {
    let day = |what: &str| letter.known(what).map(|day| format!("{what} {day}"));
    let reference = letter.known("reference").map(|own| format!("reference {own}"));
    let supersedes = letter.known("supersedes").map(|other| format!("supersedes {other}"));
    let status = Some(letter.get("return_status").to_owned());
    let facts =
        [Some(letter.get("return_id").to_owned()), status, reference, day("received"), day("extracted"), supersedes];
    facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn row_role(count: &Record) -> String {
    match count.known("part_of") {
        Some(other) => format!("{} {other}", count.get("row_role")),
        None => count.get("row_role").to_owned(),
    }
}

fn label(row: &Record) -> String {
    let under = row.known("header_text").map(|header| format!(" under `{header}`")).unwrap_or_default();
    let rule = match (row.known("decided_by"), row.known("rule_text")) {
        (Some(rule), Some(text)) => format!("by {rule} `{}`", text.trim_end()),
        (Some(rule), None) => format!("by the {rule}"),
        (None, _) => "nobody has decided it".into(),
    };
    let (cell, raw, dimension, term) = (row.get("cell"), row.get("raw"), row.get("dimension"), row.get("term"));
    format!("{cell} `{raw}`{under}: {dimension} = {term}, {rule}")
}

fn meaning(row: &Record) -> String {
    let title = row.known("title").map(|title| format!(" ({title})")).unwrap_or_default();
    let leaves = row.known("leaves").map(|leaves| format!(" {leaves}")).unwrap_or_default();
    format!("{} = {}{title}{leaves}", row.get("dimension"), row.get("term"))
}

fn correction(row: &Record) -> String {
    let became = match row.known("corrected") {
        Some(text) => format!("was read as `{text}`"),
        None => "was set aside".into(),
    };
    let (cell, expected, reason) = (row.get("cell"), row.get("expected"), row.get("reason"));
    let (who, when, rule) = (row.get("decided_by"), row.get("decided_on"), row.get("config_line"));
    format!("{cell} holds `{expected}` and {became}: {reason} ({who}, {when}, {rule})")
}

fn total(row: &Record, count: &Record) -> String {
    let (stated, parts) = (bounds(row, "stated"), bounds(row, "parts"));
    format!(
        "{} states {stated}, its {} parts add to {parts}: {}, residual {}",
        whose(row, count),
        row.get("parts"),
        row.get("balance"),
        bounds(row, "residual")
    )
}

/// A stated total, and what other tables of the force say of the same.
pub(super) fn contradicted(total: &str, row: &Record) -> String {
    format!("{total} states {}, and others give {} for the same", bounds(row, "stated"), bounds(row, "other"))
}

/// The stated total that a row is about.
fn whose<'r>(row: &'r Record, count: &Record) -> &'r str {
    if row.get("total_id") == count.get("observation_id") { "it" } else { row.get("total_id") }
}

fn restated(row: &Record) -> String {
    let others: Vec<&str> = items(row.get("other_ids")).collect();
    let others =
        if others.is_empty() { String::new() } else { format!(" ({}: {})", row.get("other"), others.join(", ")) };
    format!("earlier {}, later {}: {}{others}", bounds(row, "earlier"), bounds(row, "later"), row.get("change"))
}

fn overlap(row: &Record) -> String {
    let what = if row.get("dimension") == "total" { "the whole" } else { row.get("term") };
    let (from, to) = (row.get("other_from"), row.known("other_to").unwrap_or("today"));
    format!(
        "{what} is {} here and {} in {} ({from} to {to}): {}",
        bounds(row, "own"),
        bounds(row, "other"),
        row.get("in_request"),
        row.get("relation")
    )
}

fn list(out: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    for (nth, text) in lines.enumerate() {
        if nth == 0 {
            line(out, &format!("  {heading}"));
        }
        line(out, &format!("    {text}"));
    }
}

/// A line of its own, whatever the texts in it hold.
pub(super) fn line(out: &mut String, text: &str) {
    writeln!(out, "{}", clean::text(text)).expect("writing to a string cannot fail");
}
