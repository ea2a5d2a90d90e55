//! The counts behind a row of a view, a table or a macro: those whose ids it lists, or, where it lists none, the chosen
//! counts of its question that agree with it in all that both name.

use std::collections::BTreeSet;

use duckdb::Connection;
use serde_json::{Value, json};

use super::Unexplained;
use super::observation::{self, Observation};
use super::record::{Record, ask, items};
use super::shown;

/// Rows shown when several fit.
const SHOWN: usize = 6;

/// A row and the counts behind it.
#[derive(Debug)]
pub(super) struct Explained {
    relation: String,
    row: Record,
    /// How the counts make the row.
    how: String,
    counts: Vec<Observation>,
}

/// Whether the release has a view, table or macro of this name; a macro may come with its arguments.
pub(super) fn is_relation(release: &Connection, text: &str) -> duckdb::Result<bool> {
    let name = text.split('(').next().unwrap_or_default();
    Ok(!ask(release, &format!("SELECT name FROM ({NAMES}) WHERE name = ?"), &[name])?.is_empty())
}

/// Views, tables and macros of nearly this name.
pub(super) fn nearest(release: &Connection, text: &str) -> duckdb::Result<Vec<String>> {
    let name = text.split('(').next().unwrap_or_default();
    let sql = format!(
        "SELECT name FROM ({NAMES}) WHERE jaro_winkler_similarity(name, ?) > 0.85
         ORDER BY jaro_winkler_similarity(name, ?) DESC, name LIMIT 3"
    );
    Ok(ask(release, &sql, &[name, name])?.iter().map(|row| row.get("name").to_owned()).collect())
}

const NAMES: &str = "
    SELECT view_name AS name, NULL AS takes FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT table_name, NULL FROM duckdb_tables()
    UNION ALL SELECT function_name, array_to_string(parameters, ', ') FROM duckdb_functions()
    WHERE function_type = 'table_macro' AND NOT internal";

/// The rows of a relation that fit the conditions, each with the counts behind it.
///
/// # Errors
/// A condition names no column, no row fits, or several do and `all` is not set.
pub(super) fn explained(
    release: &Connection,
    relation: &str,
    conditions: &[String],
    all: bool,
) -> Result<Vec<Explained>, Unexplained> {
    let from = source(release, relation)?;
    let headers: Vec<String> = ask(release, &format!("SELECT column_name FROM (DESCRIBE FROM {from})"), &[])?
        .iter()
        .map(|row| row.get("column_name").to_owned())
        .collect();
    let mut wanted = Vec::new();
    let mut values = Vec::new();
    for condition in conditions {
        let Some((name, value)) = condition.split_once('=') else {
            return Err(Unexplained::Unclear(
                format!("`{condition}` is not column=value"),
                columns(relation, &headers),
            ));
        };
        if !headers.iter().any(|header| header == name) {
            return Err(Unexplained::Unclear(
                format!("`{relation}` has no column `{name}`"),
                columns(relation, &headers),
            ));
        }
        wanted.push(format!("coalesce(CAST(\"{name}\" AS VARCHAR), '') = ?"));
        values.push(value);
    }
    let wanted = if wanted.is_empty() { String::new() } else { format!(" WHERE {}", wanted.join(" AND ")) };
    // Lists come one item a line; ids hold no line breaks.
    let rows = ask(release, &format!("SELECT {} FROM {from}{wanted}", selected(release, &from)?), &values)?;
    match rows.len() {
        0 => {
            return Err(Unexplained::Missing(
                format!("no row of `{relation}` fits"),
                which(release, &from, conditions)?,
            ));
        }
        1 => {}
        _ if all => {}
        many => return Err(Unexplained::Unclear(format!("{many} rows of `{relation}` fit"), apart(&rows))),
    }
    rows.into_iter().map(|row| explain(release, relation, row)).collect()
}

/// The relation as it stands after FROM.
fn source(release: &Connection, relation: &str) -> Result<String, Unexplained> {
    let name = relation.split('(').next().unwrap_or_default();
    let found = ask(release, &format!("SELECT takes FROM ({NAMES}) WHERE name = ?"), &[name])?;
    match found.first().and_then(|row| row.known("takes")) {
        Some(takes) if name == relation => Err(Unexplained::Unclear(
            format!("`{name}` is a macro and takes ({takes})"),
            vec![format!("write it with them, in quotation marks: foi explain \"{name}(...)\"")],
        )),
        Some(_) => Ok(relation.to_owned()),
        None => Ok(format!("\"{name}\"")),
    }
}

fn selected(release: &Connection, from: &str) -> duckdb::Result<String> {
    let described = ask(release, &format!("SELECT column_name, column_type FROM (DESCRIBE FROM {from})"), &[])?;
    let column = |row: &Record| {
        let name = row.get("column_name");
        if row.get("column_type").ends_with("[]") {
            format!("array_to_string(\"{name}\", chr(10)) AS \"{name}\"")
        } else {
            format!("\"{name}\"")
        }
    };
    Ok(described.iter().map(column).collect::<Vec<_>>().join(", "))
}

fn columns(relation: &str, headers: &[String]) -> Vec<String> {
    vec![format!("the columns of `{relation}` are {}", headers.join(", "))]
}

/// The first condition that no row fits, with values that there are.
fn which(release: &Connection, from: &str, conditions: &[String]) -> duckdb::Result<Vec<String>> {
    for condition in conditions {
        let Some((name, value)) = condition.split_once('=') else { continue };
        let sql = format!(
            "SELECT DISTINCT CAST(\"{name}\" AS VARCHAR) AS own FROM {from} WHERE \"{name}\" IS NOT NULL
             ORDER BY jaro_winkler_similarity(own, ?) DESC, own LIMIT {SHOWN}"
        );
        let near = ask(release, &sql, &[value])?;
        if near.iter().all(|row| row.get("own") != value) {
            let near: Vec<&str> = near.iter().map(|row| row.get("own")).collect();
            return Ok(vec![format!("`{name}` is never `{value}`; nearest are {}", near.join(", "))]);
        }
    }
    Ok(vec!["each condition fits some row, but no row fits them all".into()])
}

/// The columns that tell rows apart, with their values, and the ways to narrow.
fn apart(rows: &[Record]) -> Vec<String> {
    let mut hints = Vec::new();
    for (at, (name, _)) in rows[0].0.iter().enumerate() {
        let mut values: Vec<&str> = rows.iter().map(|row| row.0[at].1.as_deref().unwrap_or_default()).collect();
        values.sort_unstable();
        values.dedup();
        let is_measure = name.ends_with("_ids") || MEASURES.contains(&name.as_str()) || name.ends_with("_low");
        if values.len() > 1 && !is_measure && !name.ends_with("_high") {
            let more = if values.len() > SHOWN { ", ..." } else { "" };
            let shown = values.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
            hints.push(format!("{name} tells them apart: {shown}{more}"));
        }
    }
    hints.push("add column=value for one of these, or --all".into());
    hints
}

/// Columns that say how many, and never which.
const MEASURES: [&str; 6] = ["forces_in", "certain", "possible", "not_stated", "times", "parts"];

fn explain(release: &Connection, relation: &str, row: Record) -> Result<Explained, Unexplained> {
    let (how, ids) = behind(release, relation, &row)?;
    let counts = ids.iter().map(|id| observation::gather(release, id)).collect::<Result<Vec<_>, _>>()?;
    Ok(Explained { relation: relation.to_owned(), row, how, counts })
}

/// How counts make the row, and their ids.
fn behind(release: &Connection, relation: &str, row: &Record) -> duckdb::Result<(String, Vec<String>)> {
    let listed = ["observation_ids", "earlier_ids", "later_ids", "observation_id", "total_id"];
    let ids: Vec<String> = listed.iter().flat_map(|name| items(row.get(name))).map(str::to_owned).collect();
    if row.has("total_id") {
        let breakdowns = row.known("breakdown_ids").or(row.known("breakdown_id")).unwrap_or_default();
        let others = of_breakdowns(release, breakdowns)?;
        return Ok(("the stated total, and what it is compared with".into(), ids.into_iter().chain(others).collect()));
    }
    if listed.iter().any(|name| row.has(name)) {
        return Ok(("the counts that it lists".into(), ids));
    }
    if let Some(breakdowns) = row.known("breakdown_ids").or(row.known("breakdown_id")) {
        let how = "of each breakdown the total that it states, else its parts";
        return Ok((how.into(), of_breakdowns(release, breakdowns)?));
    }
    if row.has("cell") && row.has("file_path") {
        let sql =
            "SELECT observation_id FROM observation_all WHERE file_path = ? AND sheet = ? AND cell = ? ORDER BY ALL";
        let at = [row.get("file_path"), row.get("sheet"), row.get("cell")];
        return Ok(("the counts at this place".into(), ids_of(&ask(release, sql, &at)?)));
    }
    if !row.has("unit") || !row.has("period") {
        return Ok(("no count of a cell is behind it".into(), Vec::new()));
    }
    // A macro is named after its question; where a row says of which dimension it is, that one.
    let name = relation.split('(').next().unwrap_or_default();
    let question = row.known("dimension").or(name.strip_suffix("_in")).unwrap_or("period");
    let parts = chosen(release, question, row)?;
    if !parts.is_empty() {
        return Ok((format!("the chosen counts by {question} that it is of, inside the question or not"), parts));
    }
    let (conditions, values) = agreeing(release, row, "force_totals")?;
    let sql = format!(
        "SELECT array_to_string(breakdown_ids, chr(10)) AS breakdown_ids FROM force_totals WHERE {conditions} ORDER BY ALL"
    );
    let totals = ask(release, &sql, &values)?;
    let breakdowns: Vec<&str> = totals.iter().map(|row| row.get("breakdown_ids")).collect();
    let how = "of each breakdown the total that it states, else its parts";
    Ok((how.into(), of_breakdowns(release, &breakdowns.join("\n"))?))
}

fn ids_of(rows: &[Record]) -> Vec<String> {
    rows.iter().map(|row| row.get("observation_id").to_owned()).collect()
}

/// The total that each breakdown states, else its parts.
fn of_breakdowns(release: &Connection, ids: &str) -> duckdb::Result<Vec<String>> {
    let sql = "
        SELECT observation_id FROM observation_all o JOIN breakdown b USING (breakdown_id)
        WHERE list_contains(string_split(?, chr(10)), breakdown_id)
          AND CASE WHEN b.stated_id IS NULL THEN o.row_role IN ('part', 'nesting_unstated')
            ELSE o.observation_id = b.stated_id END
        ORDER BY o.police_force, o.file_path, o.sheet, o.observation_id";
    Ok(ids_of(&ask(release, sql, &[ids])?))
}

/// The chosen counts of a question that agree with a row.
fn chosen(release: &Connection, question: &str, row: &Record) -> duckdb::Result<Vec<String>> {
    let (conditions, mut values) = agreeing(release, row, "chosen_observation")?;
    values.push(question);
    let sql = format!(
        "SELECT observation_id FROM chosen_observation WHERE {conditions} AND question = ?
         ORDER BY police_force, file_path, sheet, observation_id"
    );
    Ok(ids_of(&ask(release, &sql, &values)?))
}

/// The condition that a relation agrees with a row in all that tells breakdowns apart and both name, with its values.
fn agreeing<'r>(release: &Connection, row: &'r Record, relation: &str) -> duckdb::Result<(String, Vec<&'r str>)> {
    let sql = "
        SELECT b.column_name AS own FROM duckdb_columns() b JOIN duckdb_columns() r USING (column_name)
        WHERE b.table_name = 'breakdown' AND r.table_name = ? AND b.data_type = 'VARCHAR'
          AND b.column_name NOT IN ('breakdown_id', 'stated_id', 'file_id', 'sheet', 'cell', 'grain', 'period_kind')
        ORDER BY b.column_index";
    let shared = ask(release, sql, &[relation])?;
    let mut conditions = vec!["true".to_owned()];
    let mut values = Vec::new();
    for name in shared.iter().map(|column| column.get("own")) {
        if let Some(value) = row.known(name) {
            conditions.push(format!("{name} = ?"));
            values.push(value);
        }
    }
    if let Some(forces) = row.known("police_forces") {
        conditions.push("list_contains(string_split(?, chr(10)), police_force)".into());
        values.push(forces);
    }
    Ok((conditions.join(" AND "), values))
}

/// Whether a column is the high end of a figure that has only a low one.
fn is_open(row: &Record, name: &str) -> bool {
    name.strip_suffix("_high").is_some_and(|figure| row.known(&format!("{figure}_low")).is_some())
}

impl Explained {
    pub(super) fn json(&self) -> Value {
        json!({ "relation": self.relation, "row": self.row, "how": self.how, "counts": self.counts })
    }

    /// The row, then each force with the counts behind it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        shown::line(&mut out, &self.relation);
        for (name, value) in &self.row.0 {
            let ids = name.ends_with("_ids") || name.ends_with("_id");
            match value.as_deref().filter(|value| !value.is_empty()) {
                Some(value) if !ids => shown::line(&mut out, &format!("  {name:<15} {}", value.replace('\n', ", "))),
                None if is_open(&self.row, name) => shown::line(&mut out, &format!("  {name:<15} nothing bounds it")),
                _ => {}
            }
        }
        shown::line(&mut out, &format!("behind it: {}", self.how));
        let mut force = "";
        for one in &self.counts {
            let count = &one.count;
            if count.get("police_force") != force {
                force = count.get("police_force");
                shown::line(&mut out, &format!("  {force}"));
            }
            let labels = count.known("raw_labels").map(|labels| format!(", {labels}")).unwrap_or_default();
            let role = Some(count.get("row_role")).filter(|role| *role != "part").map(|role| format!(", {role}"));
            shown::line(
                &mut out,
                &format!("    {}{labels}{}", shown::bounds(count, "count"), role.unwrap_or_default()),
            );
            shown::line(&mut out, &format!("      {}", shown::cited(one)));
            shown::line(&mut out, &format!("      foi explain {}", count.get("observation_id")));
        }
        // Once each: all parts of a table share what contradicts it.
        let others = self.counts.iter().flat_map(|one| &one.disagreement);
        let others: BTreeSet<String> = others.map(|row| shown::contradicted(row.get("total_id"), row)).collect();
        for other in others {
            shown::line(&mut out, &format!("other tables of the force: {other}"));
        }
        out
    }
}
