//! The questions people ask, as views and macros generated from the dimensions.
//!
//! `partition` names a set of rows that are disjoint and add to the whole; `denominator` names what the fractions are
//! of. Every view keeps requests, units, count bases and periods apart, and lists the observations behind a row.

use std::collections::BTreeMap;

use crate::config::{Dimension, Plan};
use crate::lexicon::Grammar;

/// What every view is keyed by: figures that differ here are never added. Besides the columns every request has, what
/// requests and titles hold fixed: the offence.
fn key(plan: &Plan) -> Vec<String> {
    let held = plan.context_dimensions().without(plan.lexicon.period);
    let held = held.iter().map(|id| plan.dimensions[id].name.clone());
    ["request", "unit", "count_basis"].map(str::to_owned).into_iter().chain(held).chain(["period".to_owned()]).collect()
}

/// The key as a list of columns with the period's dates, and as the condition that two relations agree on it.
struct Key {
    columns: String,
    names: Vec<String>,
}

impl Key {
    fn of(plan: &Plan) -> Self {
        let names = key(plan);
        Self { columns: format!("{}, period_from, period_to", names.join(", ")), names }
    }
    fn prefixed(&self, alias: &str) -> String {
        self.names.iter().map(|name| format!("{alias}.{name}")).collect::<Vec<_>>().join(", ")
    }
    fn agree(&self, one: &str, other: &str) -> String {
        self.names.iter().map(|name| format!("{one}.{name} = {other}.{name}")).collect::<Vec<_>>().join(" AND ")
    }
}

/// All views and macros.
pub(super) fn sql(plan: &Plan) -> String {
    let key = Key::of(plan);
    let mut out = BASE.replace("{KEY}", &key.columns);
    for dimension in shared(plan) {
        out += &shares(dimension, &key);
    }
    for (family, dimensions) in families(plan) {
        out += &counts(&family, &dimensions, &key);
    }
    for dimension in shared(plan) {
        out += &leaves_macro(&dimension.name, &key);
    }
    out
}

/// Dimensions of codes that split counts, rather than being held by the request.
pub(super) fn shared(plan: &Plan) -> impl Iterator<Item = &Dimension> {
    plan.dimensions.iter().filter(|d| d.grammar == Grammar::Codes && !d.fixed_when_constant)
}

/// Interval dimensions by the family they belong to: ages of victims and of suspects answer the same questions.
pub(super) fn families(plan: &Plan) -> BTreeMap<String, Vec<&str>> {
    let mut out: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for dimension in plan.dimensions.iter().filter(|dimension| dimension.grammar == Grammar::Interval) {
        out.entry(dimension.family.clone()).or_default().push(&dimension.name);
    }
    out
}

const BASE: &str = "
-- A sum of highs that stays unbounded where one part is.
CREATE MACRO sum_high(high) AS CASE WHEN count(*) = count(high) THEN sum(high) END;

COMMENT ON MACRO sum_high IS 'Sum of count_high that is NULL, unbounded, where one of them is';

CREATE VIEW observation AS
  SELECT * FROM observation_all WHERE is_current AND row_role = 'part';

-- The parts of the breakdowns chosen for each question. What may lie inside another part is certain for nothing.
CREATE VIEW chosen_observation AS
  SELECT c.question, o.*,
    CASE WHEN o.row_role = 'part' THEN coalesce(o.count_low, 0) ELSE 0 END AS certain_low
  FROM chosen_breakdown c JOIN observation_all o USING (breakdown_id)
  WHERE o.row_role IN ('part', 'nesting_unstated');

-- The whole that the parts of a chosen breakdown belong to: the total it states for the same period, else their sum;
-- and how much of it the parts leave unexplained.
CREATE VIEW chosen_whole AS
  WITH parts AS (
    SELECT question, {KEY}, police_force, breakdown_id,
      sum(certain_low) AS low, sum_high(count_high) AS high
    FROM chosen_observation GROUP BY ALL)
  SELECT p.* EXCLUDE (low, high),
    CASE WHEN b.stated_id IS NULL THEN p.low ELSE greatest(b.stated_low, p.low) END AS whole_low,
    CASE WHEN b.stated_id IS NULL THEN p.high
      WHEN b.stated_high IS NOT NULL THEN greatest(b.stated_high, p.low) END AS whole_high,
    CASE WHEN b.stated_id IS NULL THEN 0 ELSE coalesce(greatest(0, b.stated_low - p.high), 0) END AS unexplained_low,
    CASE WHEN b.stated_id IS NULL THEN 0
      WHEN b.stated_high IS NOT NULL THEN greatest(0, b.stated_high - p.low) END AS unexplained_high
  FROM parts p LEFT JOIN breakdown b ON b.breakdown_id = p.breakdown_id AND b.period = p.period;

CREATE VIEW force_totals AS
  WITH figure AS (
    SELECT b.*, greatest(stated_low, parts_low) AS low,
      CASE WHEN stated_id IS NULL THEN parts_high ELSE stated_high END AS high
    FROM chosen_breakdown c JOIN breakdown b USING (breakdown_id) WHERE c.question = 'total'),
  own AS (
    SELECT {KEY}, police_force,
      sum(low) AS count_low, sum_high(high) AS count_high, bool_and(stated_id IS NOT NULL) AS is_stated,
      list(breakdown_id ORDER BY breakdown_id) AS breakdown_ids
    FROM figure GROUP BY {KEY}, police_force)
  SELECT {KEY}, police_force,
    'by force' AS partition, count_low, count_high, 'all forces that answered' AS denominator,
    sum(count_low) OVER whole AS of_low,
    CASE WHEN count(*) OVER whole = count(count_high) OVER whole THEN sum(count_high) OVER whole END AS of_high,
    count(*) OVER whole AS forces_in,
    CASE WHEN is_stated THEN 'stated total' ELSE 'sum of parts' END AS basis, breakdown_ids
  FROM own
  WINDOW whole AS (PARTITION BY {KEY});

CREATE VIEW coverage_summary AS
  SELECT request, question, coverage_status, count(*) AS forces_in,
    list(police_force ORDER BY police_force) AS police_forces
  FROM coverage GROUP BY ALL;
";

/// `<dimension>_shares`: shares under every partition and denominator.
fn shares(dimension: &Dimension, key: &Key) -> String {
    let (columns, agree) = (&key.columns, key.agree("s", "w"));
    let shown = key.prefixed("s");
    let name = &dimension.name;
    let given = if dimension.refined { format!("{name}_given") } else { name.clone() };
    format!(
        "
CREATE VIEW {name}_shares AS
  WITH part AS (
    SELECT {columns}, police_force, observation_id, certain_low AS low, count_high AS high,
      {name} AS term, {given} AS given, {name}_leaves AS leaves
    FROM chosen_observation WHERE question = '{name}'),
  -- Leaves of the terms that a denominator leaves out.
  outside AS (
    SELECT d.denominator, d.terms_out,
      coalesce(list_distinct(flatten(list(t.leaves) FILTER (t.leaves IS NOT NULL))), []) AS leaves_out
    FROM (SELECT denominator, terms_out FROM denominator WHERE dimension = '{name}'
      UNION ALL SELECT 'all', []) d LEFT JOIN {name}_term t ON list_contains(d.terms_out, t.term)
    GROUP BY d.denominator, d.terms_out),
  -- As given: by the headline's own term, each count in exactly one row.
  given_part AS (
    SELECT p.*, o.denominator, p.given AS row_term, 'as given' AS partition_name, low AS row_low, high AS row_high
    FROM part p CROSS JOIN outside o WHERE NOT list_contains(o.terms_out, p.given)),
  -- By leaves: certain where all leaves lie inside the row's term, possible where some do or nobody knows.
  term_row AS (SELECT unnest(partitions) AS partition_name, term AS row_term, leaves AS row_leaves FROM {name}_term),
  partition_row AS (
    SELECT * FROM term_row
    UNION ALL SELECT DISTINCT partition_name, 'unknown', NULL::VARCHAR[] FROM term_row),
  leaf_part AS (
    SELECT p.*, o.denominator, r.row_term, r.partition_name,
      CASE WHEN p.term = r.row_term AND r.row_leaves IS NULL OR list_has_all(r.row_leaves, p.leaves)
        THEN low ELSE 0 END AS row_low,
      CASE WHEN p.term = r.row_term AND r.row_leaves IS NULL OR list_has_any(r.row_leaves, p.leaves)
        OR p.term = 'unmapped' THEN high ELSE 0 END AS row_high
    FROM part p CROSS JOIN outside o JOIN partition_row r ON NOT list_contains(o.terms_out, r.row_term)
    WHERE NOT list_contains(o.terms_out, p.term)
      AND NOT coalesce(len(p.leaves) > 0 AND list_has_all(o.leaves_out, p.leaves), false)),
  -- What a stated total has beyond its parts is a row of its own, of the whole only.
  unexplained AS (
    SELECT {columns}, police_force, NULL AS observation_id, unexplained_low AS row_low, unexplained_high AS row_high,
      'all' AS denominator, 'unexplained' AS row_term, n.partition_name
    FROM chosen_whole CROSS JOIN (SELECT 'as given' AS partition_name UNION SELECT partition_name FROM term_row) n
    WHERE question = '{name}' AND unexplained_high IS DISTINCT FROM 0),
  counted AS (
    SELECT * FROM given_part UNION ALL BY NAME SELECT * FROM leaf_part UNION ALL BY NAME SELECT * FROM unexplained),
  whole AS (
    SELECT {columns}, 'all' AS denominator, sum(whole_low) AS of_low, sum_high(whole_high) AS of_high,
      count(DISTINCT police_force) AS forces_in, NULL AS partition_name
    FROM chosen_whole WHERE question = '{name}' GROUP BY ALL
    UNION ALL BY NAME
    SELECT {columns}, denominator, partition_name, sum(low) AS of_low, sum_high(high) AS of_high,
      count(DISTINCT police_force) AS forces_in
    FROM (SELECT DISTINCT {columns}, denominator, partition_name, police_force, observation_id, low, high FROM counted
      WHERE denominator <> 'all')
    GROUP BY ALL),
  shown AS (
    SELECT {columns}, denominator, partition_name, row_term, sum(row_low) AS count_low, sum_high(row_high) AS count_high,
      list(observation_id ORDER BY observation_id)
        FILTER (observation_id IS NOT NULL AND (row_high IS NULL OR row_high > 0)) AS observation_ids
    FROM counted GROUP BY ALL)
  SELECT {shown}, s.period_from, s.period_to,
    s.partition_name AS partition, s.row_term AS {name}, s.count_low, s.count_high, s.denominator,
    w.of_low, w.of_high,
    s.count_low / nullif(w.of_high, 0) AS fraction_low,
    least(1, s.count_high / nullif(w.of_low, 0)) AS fraction_high,
    w.forces_in, s.observation_ids
  FROM shown s JOIN whole w ON {agree} AND s.denominator = w.denominator
    AND s.partition_name = coalesce(w.partition_name, s.partition_name)
  WHERE s.count_high IS NULL OR s.count_high > 0;
"
    )
}

/// `<family>_counts`, `<family>_between(lo, hi)` and `<family>_under(n)`.
fn counts(family: &str, dimensions: &[&str], key: &Key) -> String {
    let columns = &key.columns;
    let (of_part, of_figure) = (key.prefixed("p"), key.prefixed("f"));
    let (parts_agree, rest_agrees) = (key.agree("p", "w"), key.agree("f", "r"));
    let parts: Vec<String> = dimensions
        .iter()
        .map(|name| {
            format!(
                "SELECT '{name}' AS dimension, {columns}, police_force, breakdown_id, observation_id, certain_low AS low,
      count_high AS high, {name} AS term, {name}_from AS term_from, {name}_to AS term_to
    FROM chosen_observation WHERE question = '{name}'"
            )
        })
        .collect();
    let parts = parts.join("\n    UNION ALL ");
    format!(
        "
CREATE VIEW {family}_part AS
    {parts};

CREATE VIEW {family}_counts AS
  WITH whole AS (
    SELECT dimension, {columns}, sum(low) FILTER (term <> 'unknown') AS of_low,
      CASE WHEN bool_and(high IS NOT NULL OR term = 'unknown') THEN sum(high) FILTER (term <> 'unknown') END AS of_high,
      count(DISTINCT police_force) FILTER (term <> 'unknown') AS forces_in
    FROM {family}_part GROUP BY ALL)
  SELECT {of_part}, p.period_from, p.period_to, p.dimension,
    'brackets as given' AS partition, p.term AS bracket, p.term_from AS bracket_from, p.term_to AS bracket_to,
    sum(p.low) AS count_low, sum_high(p.high) AS count_high, '{family} stated' AS denominator,
    any_value(w.of_low) AS of_low, any_value(w.of_high) AS of_high,
    CASE WHEN p.term <> 'unknown' THEN sum(p.low) / nullif(any_value(w.of_high), 0) END AS fraction_low,
    CASE WHEN p.term <> 'unknown' THEN least(1, sum_high(p.high) / nullif(any_value(w.of_low), 0)) END AS fraction_high,
    any_value(w.forces_in) AS forces_in,
    list(p.observation_id ORDER BY p.observation_id) AS observation_ids
  FROM {family}_part p JOIN whole w ON p.dimension = w.dimension AND {parts_agree}
  GROUP BY {of_part}, p.period_from, p.period_to, p.dimension, p.term, p.term_from, p.term_to;

-- Certain: brackets inside lo..hi. Possible: brackets that reach into it. Not stated: unknown, and what the stated
-- total has beyond its parts.
CREATE MACRO {family}_between(lo, hi) AS TABLE
  WITH figure AS (
    SELECT p.*, coalesce(term_from >= lo AND (hi IS NULL OR term_to <= hi), false) AS is_inside,
      term = 'unmapped' OR coalesce(term_from <= coalesce(hi, term_from) AND coalesce(term_to, lo) >= lo, false)
        AS may_be_inside
    FROM {family}_part p),
  rest AS (
    SELECT question AS dimension, {columns}, sum_high(unexplained_high) AS beyond FROM chosen_whole GROUP BY ALL)
  SELECT {of_figure}, f.dimension,
    sum(CASE WHEN is_inside THEN low ELSE 0 END) AS certain,
    CASE WHEN count(*) = count(CASE WHEN may_be_inside THEN high ELSE 0 END)
      THEN sum(CASE WHEN may_be_inside THEN high ELSE 0 END) END AS possible,
    CASE WHEN count(*) = count(CASE WHEN term = 'unknown' THEN high ELSE 0 END)
      THEN sum(CASE WHEN term = 'unknown' THEN high ELSE 0 END) END + any_value(r.beyond) AS not_stated,
    sum(CASE WHEN term <> 'unknown' THEN low ELSE 0 END) AS of_low,
    CASE WHEN count(*) = count(CASE WHEN term = 'unknown' THEN 0 ELSE high END)
      THEN sum(CASE WHEN term <> 'unknown' THEN high ELSE 0 END) END AS of_high,
    '{family} stated' AS denominator,
    count(DISTINCT CASE WHEN term <> 'unknown' THEN police_force END) AS forces_in
  FROM figure f JOIN rest r ON f.dimension = r.dimension AND {rest_agrees}
  GROUP BY {of_figure}, f.dimension;

CREATE MACRO {family}_under(n) AS TABLE FROM {family}_between(0, n - 1);
COMMENT ON MACRO TABLE {family}_between IS
  'Counts certainly, and possibly, from lo to hi, both included; NULL as hi is open';
COMMENT ON MACRO TABLE {family}_under IS 'Counts certainly, and possibly, below n';
"
    )
}

/// `<dimension>_in(['1', '1A'])`: how many are certainly, and possibly, of these leaves or terms.
fn leaves_macro(name: &str, key: &Key) -> String {
    let (columns, of_figure, agree) = (&key.columns, key.prefixed("f"), key.agree("f", "r"));
    format!(
        "
CREATE MACRO {name}_in(wanted) AS TABLE
  WITH leaf AS (
    SELECT coalesce(list(DISTINCT leaf), []) AS leaves FROM {name}_term_leaf
    WHERE list_contains(wanted, leaf) OR list_contains(wanted, term)),
  figure AS (
    SELECT o.*, coalesce(len(o.{name}_leaves) > 0 AND list_has_all(l.leaves, o.{name}_leaves), false) AS is_inside,
      o.{name} = 'unmapped' OR coalesce(list_has_any(l.leaves, o.{name}_leaves), false) AS may_be_inside
    FROM chosen_observation o CROSS JOIN leaf l WHERE question = '{name}'),
  rest AS (
    SELECT {columns}, sum_high(unexplained_high) AS beyond, sum(whole_low) AS of_low, sum_high(whole_high) AS of_high,
      count(DISTINCT police_force) AS forces_in
    FROM chosen_whole WHERE question = '{name}' GROUP BY ALL)
  SELECT {of_figure},
    sum(CASE WHEN is_inside THEN certain_low ELSE 0 END) AS certain,
    CASE WHEN count(*) = count(CASE WHEN may_be_inside THEN count_high ELSE 0 END)
      THEN sum(CASE WHEN may_be_inside THEN count_high ELSE 0 END) END AS possible,
    CASE WHEN count(*) = count(CASE WHEN {name} = 'unknown' THEN count_high ELSE 0 END)
      THEN sum(CASE WHEN {name} = 'unknown' THEN count_high ELSE 0 END) END + any_value(r.beyond) AS not_stated,
    any_value(r.of_low) AS of_low, any_value(r.of_high) AS of_high, 'all' AS denominator,
    any_value(r.forces_in) AS forces_in
  FROM figure f JOIN rest r ON {agree}
  GROUP BY {of_figure};
COMMENT ON MACRO TABLE {name}_in IS
  'Counts certainly, and possibly, of a list of leaves or terms of {name}';
"
    )
}
