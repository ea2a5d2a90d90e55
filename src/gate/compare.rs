//! Two releases side by side, compared by SQL.

use std::path::Path;

use duckdb::{Connection, Row};

use crate::config::Plan;
use crate::model::changes::{
    Changes, FigureMoved, FigureOf, FigureSet, FileChange, FindingCount, ForceChange, LabelChange, Quality,
    ResidualChange,
};
use crate::warehouse::release;

/// Compares two releases.
///
/// # Errors
/// One of them cannot be opened, or was made by another version of the program and lacks what is compared.
pub fn compare(plan: &Plan, earlier: &Path, later: &Path) -> duckdb::Result<Changes> {
    let both = release::side_by_side(earlier, later)?;
    let compared = Compared::of(plan, &both)?;
    let run = |name: &str| both.query_row(&format!("SELECT run_id FROM {name}.run"), [], |row| row.get(0));
    let figures = format!("{} {SETS}", compared.figures());
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
            &format!("{} SELECT count(*) FROM earlier_figure WHERE {}", compared.figures(), compared.mapped()),
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
        earlier_quality: compared.quality(&both, "earlier")?,
        later_quality: compared.quality(&both, "later")?,
        not_compared: compared.lacking,
    })
}

/// Every figure that differs.
///
/// # Errors
/// As of [`compare`].
pub fn figures(plan: &Plan, earlier: &Path, later: &Path) -> duckdb::Result<Vec<FigureMoved>> {
    let both = release::side_by_side(earlier, later)?;
    let sql = format!("{} {EACH}", Compared::of(plan, &both)?.figures());
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

/// What figures of two releases are told apart by.
struct Compared {
    /// Dimensions with a column of terms that both releases have; the period is a column of its own.
    names: Vec<String>,
    /// Of them, those that the totals of each are held fixed by.
    held: [Vec<String>; 2],
    /// Dimensions that only one of the two has.
    lacking: Vec<String>,
}

const RELEASES: [&str; 2] = ["earlier", "later"];

impl Compared {
    fn of(plan: &Plan, both: &Connection) -> duckdb::Result<Self> {
        let columns = |release: &str, relation: &str| {
            let sql = format!(
                "SELECT column_name FROM duckdb_columns() WHERE database_name = '{release}' AND table_name = '{relation}'"
            );
            list(both, &sql, |row| row.get::<_, String>(0))
        };
        let [earlier, later] = RELEASES.map(|release| columns(release, "observation_all"));
        let (earlier, later) = (earlier?, later?);
        let period = plan.lexicon.period;
        let all = plan.dimensions.iter().enumerate().filter(|(id, _)| *id != period).map(|(_, one)| one.name.clone());
        let (names, lacking) = all.partition(|name| earlier.contains(name) && later.contains(name));
        let [earlier, later] = RELEASES.map(|release| columns(release, "force_totals"));
        Ok(Self { names, held: [earlier?, later?], lacking })
    }

    /// Whether a figure has a term of every dimension.
    fn mapped(&self) -> String {
        let each = self.names.iter().map(|name| format!("{name} <> 'unmapped'"));
        std::iter::once("true".to_owned()).chain(each).collect::<Vec<_>>().join(" AND ")
    }

    fn quality(&self, both: &Connection, release: &str) -> duckdb::Result<Quality> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM {release}.observation_all WHERE is_current),
               (SELECT count(*) FROM {release}.observation_all WHERE is_current AND NOT ({})),
               (SELECT coalesce(sum(numeric_cells), 0)::BIGINT FROM {release}.sheet_ledger),
               (SELECT coalesce(sum(numeric_cells), 0)::BIGINT FROM {release}.sheet_ledger WHERE cell_role = 'set_aside')",
            self.mapped()
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

    /// The figures of both releases as SQL: what answers each question, and the totals of forces as the question `total`.
    fn figures(&self) -> String {
        let Self { names, .. } = self;
        let keys = [&["period".to_owned()], &names[..]].concat().join(", ");
        let of = |release: &str, held: &[String]| {
            let column = |name: &String| if held.contains(name) { name.clone() } else { format!("'all' AS {name}") };
            let whole: Vec<String> = std::iter::once("period".to_owned()).chain(names.iter().map(column)).collect();
            format!(
                "{release}_figure AS (
                   SELECT request, police_force, question, unit, count_basis, {keys},
                     sum(certain_low)::BIGINT AS low,
                     CASE WHEN count(*) = count(count_high) THEN sum(count_high)::BIGINT END AS high
                   FROM {release}.chosen_observation WHERE question <> 'total' GROUP BY ALL
                   UNION ALL BY NAME
                   SELECT request, police_force, 'total' AS question, unit, count_basis, {whole},
                     count_low::BIGINT AS low, count_high::BIGINT AS high
                   FROM {release}.force_totals),",
                whole = whole.join(", "),
            )
        };
        let term = |name: &String| format!("CASE WHEN {name} <> 'all' THEN '{name} = ' || {name} END");
        let terms: Vec<String> = std::iter::once("NULL".to_owned()).chain(names.iter().map(term)).collect();
        format!(
            "WITH {} {}
             pair AS (
               SELECT request, police_force, question, unit, period,
                 concat_ws(', ', {terms}) AS terms, {mapped} AS is_mapped,
                 e.low AS earlier_low, e.high AS earlier_high, l.low AS later_low, l.high AS later_high,
                 e.request IS NULL AS is_new, l.request IS NULL AS is_gone
               FROM earlier_figure e FULL OUTER JOIN later_figure l
                 USING (request, police_force, question, unit, count_basis, {keys})
               WHERE e.request IS NULL OR l.request IS NULL
                 OR (e.low, e.high) IS DISTINCT FROM (l.low, l.high))",
            of("earlier", &self.held[0]),
            of("later", &self.held[1]),
            terms = terms.join(", "),
            mapped = self.mapped(),
        )
    }
}

/// Figures that differ, by force and question; what they are of comes from [`Compared::figures`]. What a force sent
/// together with others is its own as well.
const SETS: &str = "
, files AS (
  SELECT request, string_split(police_force, '|') AS forces, e.sha256 IS NOT NULL AND l.sha256 IS NOT NULL AS in_both
  FROM earlier.source_file e FULL OUTER JOIN later.source_file l USING (request, police_force, sha256)),
sets AS (
  SELECT request, police_force, question,
    count(*) FILTER (NOT is_new AND NOT is_gone) AS changed,
    count(*) FILTER (is_gone) AS gone, count(*) FILTER (is_new) AS new,
    count(*) FILTER (NOT is_new AND is_mapped) AS moved,
    coalesce(sum(earlier_low), 0)::BIGINT AS earlier_low, coalesce(sum(later_low), 0)::BIGINT AS later_low
  FROM pair GROUP BY request, police_force, question)
SELECT s.*, coalesce((
    SELECT bool_and(in_both) FROM files f
    WHERE f.request = s.request AND list_has_all(f.forces, string_split(s.police_force, '|'))), true) AS same_files
FROM sets s ORDER BY ALL";

/// The same, each.
const EACH: &str = "
SELECT request, police_force, question, unit, period, terms,
  CASE WHEN NOT is_new THEN coalesce(earlier_low::VARCHAR, '') || '..' || coalesce(earlier_high::VARCHAR, '') END,
  CASE WHEN NOT is_gone THEN coalesce(later_low::VARCHAR, '') || '..' || coalesce(later_high::VARCHAR, '') END
FROM pair ORDER BY ALL";

const FILES: &str = "
SELECT request, police_force, file_path, sha256,
  CASE WHEN e.file_id IS NOT NULL THEN 'gone'
    WHEN EXISTS (SELECT 1 FROM earlier.source_file o WHERE o.request = l.request AND o.file_path = l.file_path)
    THEN 'new version' ELSE 'new' END AS change
FROM earlier.source_file e FULL OUTER JOIN later.source_file l USING (request, police_force, file_path, sha256)
WHERE e.file_id IS NULL OR l.file_id IS NULL ORDER BY ALL";

/// A force whose returns were all withdrawn, or whose file was forgotten, has not vanished: a person said so, and no
/// file of it is left. A return of several forces speaks for each.
const FORCES: &str = "
WITH e AS (SELECT DISTINCT request, police_force FROM earlier.observation_all WHERE is_current),
  l AS (SELECT DISTINCT request, police_force FROM later.observation_all WHERE is_current),
  said AS (
    SELECT request, string_split(police_force, '|') AS forces FROM later.return WHERE return_status = 'withdrawn'
    UNION
    SELECT f.request, string_split(f.police_force, '|') FROM earlier.source_file f
    JOIN later.finding n ON n.file_path = f.file_path AND n.kind = 'file-forgotten'),
  left_over AS (SELECT DISTINCT request, string_split(police_force, '|') AS forces FROM later.source_file),
  both_sides AS (
    SELECT request, police_force, string_split(police_force, '|') AS forces, e.here AS was, l.here AS still
    FROM (SELECT *, true AS here FROM e) e FULL OUTER JOIN (SELECT *, true AS here FROM l) l USING (request, police_force))
SELECT request, police_force,
  CASE WHEN was IS NULL THEN 'new'
    WHEN EXISTS (SELECT 1 FROM said s WHERE s.request = b.request AND list_has_all(s.forces, b.forces))
      AND NOT EXISTS (SELECT 1 FROM left_over o WHERE o.request = b.request AND list_has_all(o.forces, b.forces))
    THEN 'withdrawn'
    ELSE 'vanished' END AS change
FROM both_sides b WHERE was IS NULL OR still IS NULL ORDER BY ALL";

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
