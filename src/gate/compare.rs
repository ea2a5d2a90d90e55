//! Two releases side by side, compared by SQL.

use std::path::Path;

use duckdb::{Connection, Row};

use super::changes::{
    Changes, FigureMoved, FigureOf, FigureSet, FileChange, FindingCount, ForceChange, LabelChange, Quality,
    ResidualChange,
};
use crate::config::Plan;
use crate::warehouse::release;

/// Compares two releases.
///
/// # Errors
/// One of them cannot be opened, or was made by another version of the program and lacks what is compared.
pub fn compare(plan: &Plan, earlier: &Path, later: &Path) -> duckdb::Result<Changes> {
    let both = release::side_by_side(earlier, later)?;
    let run = |name: &str| both.query_row(&format!("SELECT run_id FROM {name}.run"), [], |row| row.get(0));
    let figures = format!("{} {SETS}", figures_of(plan));
    Ok(Changes {
        earlier_run: run("earlier")?,
        later_run: run("later")?,
        files: list(&both, FILES, |row| {
            Ok(FileChange {
                request: row.get(0)?,
                police_force: row.get(1)?,
                file_path: row.get(2)?,
                sha256: row.get(3)?,
                change: row.get(4)?,
            })
        })?,
        forces: list(&both, FORCES, |row| {
            Ok(ForceChange { request: row.get(0)?, police_force: row.get(1)?, change: row.get(2)? })
        })?,
        figures: list(&both, &figures, |row| {
            Ok(FigureSet {
                request: row.get(0)?,
                police_force: row.get(1)?,
                question: row.get(2)?,
                changed: row.get(3)?,
                gone: row.get(4)?,
                new: row.get(5)?,
                moved: row.get(6)?,
                earlier_low: row.get(7)?,
                later_low: row.get(8)?,
                same_files: row.get(9)?,
            })
        })?,
        earlier_figures: both.query_row(
            &format!("{} SELECT count(*) FROM earlier_figure WHERE {}", figures_of(plan), mapped(plan)),
            [],
            |row| row.get(0),
        )?,
        labels: list(&both, LABELS, |row| {
            Ok(LabelChange { dimension: row.get(0)?, raw: row.get(1)?, earlier: row.get(2)?, later: row.get(3)? })
        })?,
        residuals: list(&both, RESIDUALS, |row| {
            Ok(ResidualChange {
                request: row.get(0)?,
                police_force: row.get(1)?,
                total_id: row.get(2)?,
                breakdown_id: row.get(3)?,
                earlier: row.get(4)?,
                later: row.get(5)?,
            })
        })?,
        findings: list(&both, FINDINGS, |row| {
            Ok(FindingCount { kind: row.get(0)?, severity: row.get(1)?, earlier: row.get(2)?, later: row.get(3)? })
        })?,
        earlier_quality: quality(&both, plan, "earlier")?,
        later_quality: quality(&both, plan, "later")?,
    })
}

/// Every figure that differs.
///
/// # Errors
/// As of [`compare`].
pub fn figures(plan: &Plan, earlier: &Path, later: &Path) -> duckdb::Result<Vec<FigureMoved>> {
    let both = release::side_by_side(earlier, later)?;
    let sql = format!("{} {EACH}", figures_of(plan));
    list(&both, &sql, |row| {
        let of = FigureOf {
            request: row.get(0)?,
            police_force: row.get(1)?,
            question: row.get(2)?,
            unit: row.get(3)?,
            period: row.get(4)?,
            terms: row.get(5)?,
        };
        Ok(FigureMoved { of, earlier: row.get(6)?, later: row.get(7)? })
    })
}

fn list<T>(both: &Connection, sql: &str, read: impl FnMut(&Row<'_>) -> duckdb::Result<T>) -> duckdb::Result<Vec<T>> {
    let mut statement = both.prepare(sql)?;
    let found = statement.query_map([], read)?;
    found.collect()
}

fn quality(both: &Connection, plan: &Plan, release: &str) -> duckdb::Result<Quality> {
    let unmapped: Vec<String> = named(plan).map(|name| format!("{name} = 'unmapped'")).collect();
    let sql = format!(
        "SELECT (SELECT count(*) FROM {release}.observation_all WHERE is_current),
           (SELECT count(*) FROM {release}.observation_all WHERE is_current AND ({})),
           (SELECT coalesce(sum(numeric_cells), 0)::BIGINT FROM {release}.sheet_ledger),
           (SELECT coalesce(sum(numeric_cells), 0)::BIGINT FROM {release}.sheet_ledger WHERE cell_role = 'set_aside')",
        unmapped.join(" OR ")
    );
    both.query_row(&sql, [], |row| {
        Ok(Quality {
            observations: row.get(0)?,
            unmapped: row.get(1)?,
            numeric_cells: row.get(2)?,
            set_aside: row.get(3)?,
        })
    })
}

/// Dimensions with a column of terms; the period is a column of its own.
fn named(plan: &Plan) -> impl Iterator<Item = &str> {
    let period = plan.lexicon.period;
    plan.dimensions.iter().enumerate().filter(move |(id, _)| *id != period).map(|(_, one)| one.name.as_str())
}

/// Whether a figure has a term of every dimension.
fn mapped(plan: &Plan) -> String {
    named(plan).map(|name| format!("{name} <> 'unmapped'")).collect::<Vec<_>>().join(" AND ")
}

/// The figures of both releases: what answers each question, and the totals of forces as the question `total`.
fn figures_of(plan: &Plan) -> String {
    let held = plan.held_dimensions();
    let of = |release: &str| {
        let split: Vec<&str> = named(plan).collect();
        let whole: Vec<String> = plan
            .dimensions
            .iter()
            .enumerate()
            .filter(|(id, _)| *id != plan.lexicon.period)
            .map(|(id, one)| if held.contains(id) { one.name.clone() } else { format!("'all' AS {}", one.name) })
            .collect();
        format!(
            "{release}_figure AS (
               SELECT request, police_force, question, unit, count_basis, period, {split},
                 sum(certain_low)::BIGINT AS low,
                 CASE WHEN count(*) = count(count_high) THEN sum(count_high)::BIGINT END AS high
               FROM {release}.chosen_observation WHERE question <> 'total' GROUP BY ALL
               UNION ALL BY NAME
               SELECT request, police_force, 'total' AS question, unit, count_basis, period, {whole},
                 count_low::BIGINT AS low, count_high::BIGINT AS high
               FROM {release}.force_totals),",
            split = split.join(", "),
            whole = whole.join(", "),
        )
    };
    let names: Vec<&str> = named(plan).collect();
    let terms: Vec<String> =
        names.iter().map(|name| format!("CASE WHEN {name} <> 'all' THEN '{name} = ' || {name} END")).collect();
    format!(
        "WITH {} {}
         pair AS (
           SELECT request, police_force, question, unit, period,
             concat_ws(', ', {terms}) AS terms, {mapped} AS is_mapped,
             e.low AS earlier_low, e.high AS earlier_high, l.low AS later_low, l.high AS later_high,
             e.request IS NULL AS is_new, l.request IS NULL AS is_gone
           FROM earlier_figure e FULL OUTER JOIN later_figure l
             USING (request, police_force, question, unit, count_basis, period, {keys})
           WHERE e.request IS NULL OR l.request IS NULL
             OR (e.low, e.high) IS DISTINCT FROM (l.low, l.high))",
        of("earlier"),
        of("later"),
        terms = terms.join(", "),
        mapped = mapped(plan),
        keys = names.join(", "),
    )
}

/// Figures that differ, by force and question; what they are of comes from [`figures_of`].
const SETS: &str = "
, files AS (
  SELECT request, police_force, bool_and(in_both) AS same_files FROM (
    SELECT request, police_force, e.sha256 IS NOT NULL AND l.sha256 IS NOT NULL AS in_both
    FROM earlier.source_file e FULL OUTER JOIN later.source_file l USING (request, police_force, sha256))
  GROUP BY ALL)
SELECT request, police_force, question,
  count(*) FILTER (NOT is_new AND NOT is_gone) AS changed,
  count(*) FILTER (is_gone) AS gone, count(*) FILTER (is_new) AS new,
  count(*) FILTER (NOT is_new AND is_mapped) AS moved,
  coalesce(sum(earlier_low), 0)::BIGINT, coalesce(sum(later_low), 0)::BIGINT,
  coalesce(any_value(same_files), true)
FROM pair LEFT JOIN files USING (request, police_force)
GROUP BY request, police_force, question ORDER BY ALL";

/// The same, each.
const EACH: &str = "
SELECT request, police_force, question, unit, period, terms,
  CASE WHEN NOT is_new THEN coalesce(earlier_low::VARCHAR, '') || '..' || coalesce(earlier_high::VARCHAR, '') END,
  CASE WHEN NOT is_gone THEN coalesce(later_low::VARCHAR, '') || '..' || coalesce(later_high::VARCHAR, '') END
FROM pair ORDER BY ALL";

const FILES: &str = "
SELECT request, police_force, file_path, sha256, CASE WHEN e.file_id IS NULL THEN 'new' ELSE 'gone' END AS change
FROM earlier.source_file e FULL OUTER JOIN later.source_file l USING (request, police_force, file_path, sha256)
WHERE e.file_id IS NULL OR l.file_id IS NULL ORDER BY ALL";

/// A force whose returns were all withdrawn, or whose file was forgotten, has not vanished: a person said so.
const FORCES: &str = "
WITH e AS (SELECT DISTINCT request, police_force FROM earlier.observation_all WHERE is_current),
  l AS (SELECT DISTINCT request, police_force FROM later.observation_all WHERE is_current),
  said AS (
    SELECT request, police_force FROM later.return WHERE return_status = 'withdrawn'
    UNION
    SELECT f.request, f.police_force FROM earlier.source_file f
    JOIN later.finding n ON n.file_path = f.file_path AND n.kind = 'file-forgotten')
SELECT request, police_force,
  CASE WHEN e.police_force IS NULL THEN 'new'
    WHEN EXISTS (SELECT 1 FROM said s WHERE s.request = e.request AND s.police_force = e.police_force) THEN 'withdrawn'
    ELSE 'vanished' END AS change
FROM (SELECT *, true AS here FROM e) e FULL OUTER JOIN (SELECT *, true AS here FROM l) l USING (request, police_force)
WHERE e.here IS NULL OR l.here IS NULL ORDER BY ALL";

const LABELS: &str = "
WITH became AS (
    SELECT 'earlier' AS release, dimension, raw, term, label_status FROM earlier.raw_label
    UNION ALL
    SELECT 'later', dimension, raw, term, label_status FROM later.raw_label),
  label AS (
    SELECT release, dimension, raw,
      string_agg(DISTINCT CASE WHEN label_status = 'ignored' THEN 'ignored' ELSE term END, ', ' ORDER BY
        CASE WHEN label_status = 'ignored' THEN 'ignored' ELSE term END) AS term
    FROM became GROUP BY ALL)
SELECT dimension, raw, e.term, l.term
FROM (FROM label WHERE release = 'earlier') e FULL OUTER JOIN (FROM label WHERE release = 'later') l
  USING (dimension, raw)
WHERE e.term IS DISTINCT FROM l.term ORDER BY ALL";

const RESIDUALS: &str = "
WITH residual AS (
    SELECT 'earlier' AS release, * FROM earlier.reconciliation WHERE balance = 'residual'
    UNION ALL BY NAME
    SELECT 'later' AS release, * FROM later.reconciliation WHERE balance = 'residual'),
  one AS (
    SELECT release, request, police_force, total_id, breakdown_id,
      coalesce(residual_low::VARCHAR, '') || '..' || coalesce(residual_high::VARCHAR, '') AS size FROM residual)
SELECT request, police_force, total_id, breakdown_id, e.size, l.size
FROM (FROM one WHERE release = 'earlier') e FULL OUTER JOIN (FROM one WHERE release = 'later') l
  USING (request, police_force, total_id, breakdown_id)
WHERE e.size IS DISTINCT FROM l.size ORDER BY ALL";

const FINDINGS: &str = "
WITH e AS (SELECT kind, severity, count(*) AS number FROM earlier.finding GROUP BY ALL),
  l AS (SELECT kind, severity, count(*) AS number FROM later.finding GROUP BY ALL)
SELECT kind, severity, coalesce(e.number, 0), coalesce(l.number, 0)
FROM e FULL OUTER JOIN l USING (kind, severity)
WHERE e.number IS DISTINCT FROM l.number ORDER BY ALL";
