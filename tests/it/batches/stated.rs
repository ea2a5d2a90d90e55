//! No row of any view counts more than the totals that its forces state.
//!
//! A total bounds a row if it is of the same request, unit, count basis, offence and force, if its period holds the
//! row's, and if each of its terms is the row's or `all`. Where several forces are in a row, the sum of their totals
//! bounds it, if each of them states one. No force is in a row twice, alone and with others. Residuals that the release
//! reports allow for as much as they report.

use std::collections::BTreeSet;
use std::path::Path;

use super::Verdict;
use crate::sample::ask;

/// What figures must share to be compared, besides the force and the period.
const KEY: [&str; 4] = ["request", "unit", "count_basis", "offence"];

/// Checks every view of the catalog that shows counts.
pub(super) fn check(release: &Path) -> Verdict {
    let dimensions = dimensions(release);
    let views = "SELECT v.view_name, string_agg(c.column_name, '|')
        FROM duckdb_views() v JOIN duckdb_columns() c ON c.table_name = v.view_name
        WHERE NOT v.internal GROUP BY ALL HAVING list_has_all(list(c.column_name), ['count_low', 'count_high'])
        ORDER BY 1";
    let views = ask(release, views).1;
    assert!(views.len() > 5, "the catalog lists the views: {views:?}");
    let mut all_rows = vec![chosen(&dimensions)];
    for view in views {
        let columns: BTreeSet<&str> = view[1].split('|').collect();
        let rows = rows(&view[0], &columns, &dimensions);
        if columns.contains("partition") {
            all_rows.push(added(&view[0], &rows, &columns, &dimensions));
        }
        all_rows.push(rows);
    }
    judge(release, &all_rows.join("\nUNION ALL BY NAME "), &dimensions)
}

/// Names of the dimensions that tables are split by.
fn dimensions(release: &Path) -> Vec<String> {
    let sql = "SELECT column_name FROM duckdb_columns() c WHERE table_name = 'breakdown' AND column_name <> 'offence'
        AND EXISTS (SELECT 1 FROM duckdb_columns() o WHERE o.table_name = 'observation_all'
          AND o.column_name IN (c.column_name || '_leaves', c.column_name || '_from')) AND column_name <> 'period'";
    ask(release, sql).1.concat()
}

/// A view's rows with their forces and a term for every dimension.
fn rows(view: &str, columns: &BTreeSet<&str>, dimensions: &[String]) -> String {
    for column in KEY.iter().chain(&["period_from", "period_to"]) {
        assert!(columns.contains(column), "{view} does not say its {column}");
    }
    let forces = if columns.contains("police_force") {
        "[police_force]"
    } else {
        assert!(columns.contains("observation_ids"), "{view} does not say whose figures its rows hold");
        "list_distinct([id_force[id] FOR id IN observation_ids])"
    };
    // By leaves, a row also holds what other labels say that lie inside its term, so that no total of the term bounds
    // it: `no further action` beside `not in the public interest` leaves those out.
    let term = |name: &String| {
        if columns.contains(name.as_str()) && columns.contains("partition") {
            format!("CASE WHEN partition = 'as given' THEN {name} ELSE 'all' END AS {name}")
        } else if columns.contains(name.as_str()) {
            name.clone()
        } else if columns.contains("bracket") {
            format!("CASE WHEN dimension = '{name}' THEN bracket ELSE 'all' END AS {name}")
        } else {
            format!("'all' AS {name}")
        }
    };
    let terms: Vec<String> = dimensions.iter().map(term).collect();
    let part = |name: &str| if columns.contains(name) { name.to_owned() } else { format!("'' AS {name}") };
    format!(
        "SELECT '{view}' AS view, {}, period, period_from, period_to, {forces} AS forces, {}, {}, {}, {}, count_low
         FROM {view}, id_force",
        KEY.join(", "),
        terms.join(", "),
        part("partition"),
        part("denominator"),
        part("dimension")
    )
}

/// The rows of each partition added up: they are disjoint.
fn added(view: &str, rows: &str, columns: &BTreeSet<&str>, dimensions: &[String]) -> String {
    let [key, all] = [KEY.join(", "), all(dimensions)];
    let apart = if columns.contains("dimension") { "dimension" } else { "''" };
    format!(
        "SELECT '{view}, added' AS view, {key}, period, period_from, period_to,
           list_distinct(flatten(list(forces))) AS forces, {all}, {apart} AS dimension,
           sum(count_low) AS count_low, partition, denominator
         FROM ({rows}) GROUP BY {key}, period, period_from, period_to, {apart}, partition, denominator"
    )
}

/// Of no term in particular.
fn all(dimensions: &[String]) -> String {
    dimensions.iter().map(|name| format!("'all' AS {name}")).collect::<Vec<_>>().join(", ")
}

/// The chosen parts of each force and question within every period that a total is stated for.
fn chosen(dimensions: &[String]) -> String {
    let whole: Vec<String> = dimensions.iter().map(|name| format!("{name} = 'all'")).collect();
    let agree = KEY.map(|name| format!("c.{name} = t.{name}")).join(" AND ");
    let [key, all] = [KEY.map(|name| format!("t.{name}")).join(", "), all(dimensions)];
    format!(
        "SELECT 'chosen_observation, added' AS view, {key}, t.period, t.period_from, t.period_to,
           [t.police_force] AS forces, {all}, c.question AS dimension, sum(c.certain_low) AS count_low,
           '' AS partition, '' AS denominator
         FROM chosen_observation c JOIN (SELECT DISTINCT request, unit, count_basis, offence, period, period_from,
             period_to, police_force FROM observation_all WHERE is_current AND row_role = 'total' AND {}) t
           ON {agree} AND c.police_force = t.police_force
             AND (c.period = t.period OR t.period_from <= c.period_from AND c.period_to <= t.period_to)
         GROUP BY {key}, t.period, t.period_from, t.period_to, t.police_force, c.question",
        whole.join(" AND ")
    )
}

/// Compares rows with the totals that bound them.
fn judge(release: &Path, rows: &str, dimensions: &[String]) -> Verdict {
    // Labels that nobody has decided are not the same term.
    let same = |name: &String| format!("(s.{name} = 'all' OR s.{name} = r.{name} AND s.{name} <> 'unmapped')");
    let terms: Vec<String> = dimensions.iter().map(same).collect();
    let agree = |other: &str| {
        let key = KEY.map(|name| format!("{other}.{name} = r.{name}")).join(" AND ");
        let holds = format!("{other}.period_from <= r.period_from AND r.period_to <= {other}.period_to");
        format!("{key} AND {other}.police_force = r.police_force AND ({other}.period = r.period OR {holds})")
    };
    let sql = format!(
        "WITH id_force AS MATERIALIZED (
           SELECT map_from_entries(list((observation_id, police_force))) AS id_force FROM observation_all),
         listed AS (SELECT row_number() OVER () AS n, * FROM ({rows})),
         shown AS MATERIALIZED (SELECT *, string_split(array_to_string(forces, '|'), '|') AS members,
           len(members) > len(list_distinct(members)) AS is_twice FROM listed),
         r AS (SELECT * EXCLUDE (forces), unnest(forces) AS police_force FROM shown),
         s AS (SELECT *, concat_ws(':', file_path, sheet, cell) AS place FROM observation_all
           WHERE is_current AND row_role = 'total' AND count_high IS NOT NULL),
         residual AS (SELECT o.*, greatest(abs(t.residual_low), abs(t.residual_high)) AS size
           FROM (SELECT total_id, max(abs(residual_low)) AS residual_low, max(abs(residual_high)) AS residual_high
             FROM (SELECT total_id, residual_low, residual_high FROM reconciliation WHERE balance = 'residual'
               -- A total that another table of the same return contradicts.
               UNION ALL SELECT total_id, other_low - coalesce(stated_high, 0), other_low - stated_low
                 FROM disagreement) GROUP BY total_id) t
           JOIN observation_all o ON o.observation_id = t.total_id WHERE o.is_current),
         bound AS (SELECT r.n, r.police_force, min(s.count_high) AS high, arg_min(s.place, s.count_high) AS place
           FROM r JOIN s ON {} AND {} GROUP BY r.n, r.police_force),
         allowed AS (SELECT r.n, sum(x.size) AS size FROM r JOIN residual x ON {} GROUP BY r.n),
         bounds AS (SELECT n, count(*) AS forces_in, sum(high) AS high, string_agg(place, ', ' ORDER BY place) AS places
           FROM bound GROUP BY n)
         SELECT coalesce(shown.count_low > b.high + coalesce(a.size, 0), false) OR is_twice AS is_broken,
           shown.count_low,
           CASE WHEN is_twice THEN 'a force is in it twice and nothing' ELSE CAST(b.high AS VARCHAR) END AS high,
           coalesce(a.size, 0) AS allowed, b.places, shown.view,
           concat_ws(' ', {}, period, array_to_string(shown.forces, '|'), partition, denominator, dimension, {}) AS row
         FROM shown LEFT JOIN bounds b ON b.n = shown.n AND b.forces_in = len(shown.forces)
           LEFT JOIN allowed a ON a.n = shown.n
         WHERE is_twice OR b.n IS NOT NULL ORDER BY shown.n",
        agree("s"),
        terms.join(" AND "),
        agree("x"),
        KEY.join(", "),
        dimensions.iter().map(|name| format!("nullif({name}, 'all')")).collect::<Vec<_>>().join(", "),
    );
    let mut out = Verdict::default();
    for row in ask(release, &sql).1 {
        out.checked += 1;
        if row[0] == "true" {
            out.broken.push(format!(
                "{} counts {} where {} is stated ({} allowed): {} against {}",
                row[5], row[1], row[2], row[3], row[6], row[4]
            ));
        }
    }
    out
}
