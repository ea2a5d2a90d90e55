//! Questions about sets of leaves: shares under each partition and denominator, and counts of a set of leaves.

use super::{Key, at_most};
use crate::config::Dimension;

/// `<dimension>_shares`: shares under every partition and denominator.
pub(super) fn shares(dimension: &Dimension, key: &Key) -> String {
    let (columns, agree) = (&key.columns, key.agree("s", "w"));
    let (shown, of_part, wholes_agree) = (key.prefixed("s"), key.prefixed("p"), key.agree("p", "w"));
    let (row_high, in_high) = (at_most("stated_high", "left_high"), at_most("in_high", "left_high"));
    let name = &dimension.name;
    let given = if dimension.refined { format!("{name}_given") } else { name.clone() };
    format!(
        "
CREATE VIEW {name}_shares AS
  WITH part AS (
    SELECT {columns}, police_force, breakdown_id, observation_id, certain_low AS low, count_high AS high,
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
    SELECT p.*, o.denominator, p.given AS row_term, 'as given' AS partition_name, low AS row_low, high AS row_high,
      CASE WHEN high IS NULL OR high > 0 THEN [observation_id] END AS behind
    FROM part p CROSS JOIN outside o WHERE NOT list_contains(o.terms_out, p.given)),
  -- By leaves: certain where all leaves lie inside the row's term, possible where some do or nobody knows.
  term_row AS (SELECT unnest(partitions) AS partition_name, term AS row_term, leaves AS row_leaves FROM {name}_term),
  partition_row AS (
    SELECT * FROM term_row
    UNION ALL SELECT DISTINCT partition_name, 'unknown', NULL::VARCHAR[] FROM term_row),
  leaf_part AS (
    SELECT p.*, o.denominator, r.row_term, r.partition_name,
      NOT list_contains(o.terms_out, p.term)
        AND NOT coalesce(len(p.leaves) > 0 AND list_has_all(o.leaves_out, p.leaves), false) AS is_in,
      is_in AND coalesce(p.term = r.row_term AND r.row_leaves IS NULL OR list_has_all(r.row_leaves, p.leaves), false)
        AS is_inside,
      is_in AND coalesce(p.term = r.row_term AND r.row_leaves IS NULL OR list_has_any(r.row_leaves, p.leaves)
        OR p.term = 'unmapped', false) AS may_be_inside,
      is_in AND coalesce(list_has_any(o.leaves_out, p.leaves), false) AS may_be_out
    FROM part p CROSS JOIN outside o JOIN partition_row r ON NOT list_contains(o.terms_out, r.row_term)),
  -- What the other parts leave of a stated total bounds a row too.
  leaf_row AS (
    SELECT {of_part}, p.period_from, p.period_to, p.police_force, p.denominator, p.row_term, p.partition_name,
      greatest(sum(CASE WHEN is_inside THEN low ELSE 0 END),
        coalesce(CASE WHEN w.parts_are_all THEN w.whole_low END
          - sum_high(CASE WHEN is_inside THEN 0 ELSE high END), 0)) AS row_low,
      sum_high(CASE WHEN may_be_inside THEN high ELSE 0 END) AS stated_high,
      w.whole_high - sum(CASE WHEN may_be_inside THEN 0 ELSE low END) AS left_high,
      {row_high} AS row_high,
      list(observation_id) FILTER (may_be_inside AND (high IS NULL OR high > 0)) AS behind
    FROM leaf_part p JOIN chosen_whole w
      ON w.question = '{name}' AND w.breakdown_id = p.breakdown_id AND {wholes_agree}
    GROUP BY {of_part}, p.period_from, p.period_to, p.police_force, p.breakdown_id, p.denominator, p.row_term,
      p.partition_name, w.whole_low, w.whole_high, w.parts_are_all),
  -- What a stated total has beyond its parts is a row of its own, of the whole only.
  unexplained AS (
    SELECT {columns}, police_force, NULL AS behind, unexplained_low AS row_low, unexplained_high AS row_high,
      'all' AS denominator, 'unexplained' AS row_term, n.partition_name
    FROM chosen_whole CROSS JOIN (SELECT 'as given' AS partition_name UNION SELECT partition_name FROM term_row) n
    WHERE question = '{name}' AND unexplained_high IS DISTINCT FROM 0),
  counted AS (
    SELECT {columns}, police_force, denominator, row_term, partition_name, row_low, row_high, behind FROM given_part
    UNION ALL BY NAME
    SELECT * EXCLUDE (stated_high, left_high) FROM leaf_row UNION ALL BY NAME SELECT * FROM unexplained),
  -- Each count that a denominator has in, once.
  in_part AS (
    SELECT {columns}, police_force, breakdown_id, denominator, partition_name, observation_id, low, high FROM given_part
    UNION
    SELECT {columns}, police_force, breakdown_id, denominator, partition_name, observation_id,
      CASE WHEN may_be_out THEN 0 ELSE low END AS low, high
    FROM leaf_part WHERE is_in),
  in_whole AS (
    SELECT {of_part}, p.period_from, p.period_to, p.police_force, p.denominator, p.partition_name,
      sum(p.low) AS in_low, sum_high(p.high) AS in_high,
      w.whole_high - (w.parts_low - in_low) AS left_high,
      CASE WHEN w.parts_are_all THEN w.whole_low - (w.parts_high - in_high) END AS left_low
    FROM in_part p JOIN chosen_whole w
      ON w.question = '{name}' AND w.breakdown_id = p.breakdown_id AND {wholes_agree}
    WHERE p.denominator <> 'all'
    GROUP BY {of_part}, p.period_from, p.period_to, p.police_force, p.breakdown_id, p.denominator, p.partition_name,
      w.whole_low, w.whole_high, w.parts_low, w.parts_high, w.parts_are_all),
  whole AS (
    SELECT {columns}, 'all' AS denominator, sum(whole_low) AS of_low, sum_high(whole_high) AS of_high,
      count(DISTINCT police_force) AS forces_in, NULL AS partition_name
    FROM chosen_whole WHERE question = '{name}' GROUP BY ALL
    UNION ALL BY NAME
    SELECT {columns}, denominator, partition_name, sum(greatest(in_low, coalesce(left_low, 0))) AS of_low,
      sum_high({in_high}) AS of_high, count(DISTINCT police_force) AS forces_in
    FROM in_whole GROUP BY ALL),
  shown AS (
    SELECT {columns}, denominator, partition_name, row_term, sum(row_low) AS count_low, sum_high(row_high) AS count_high,
      list_sort(flatten(list(behind) FILTER (behind IS NOT NULL))) AS observation_ids
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

/// `<dimension>_in(['1', '1A'])`: how many are certainly, and possibly, of these leaves or terms.
pub(super) fn leaves_macro(name: &str, key: &Key) -> String {
    let (of_figure, of_linked, wholes_agree) = (key.prefixed("f"), key.prefixed("l"), key.agree("o", "w"));
    let possible = at_most("inside_high", "ceiling - outside_low");
    let not_stated = at_most("unknown_high + unexplained_high", "ceiling - known_low");
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
  own AS (
    SELECT {of_figure}, f.police_force, f.breakdown_id,
      sum(CASE WHEN is_inside THEN certain_low ELSE 0 END) AS inside_low,
      sum_high(CASE WHEN may_be_inside THEN count_high ELSE 0 END) AS inside_high,
      sum(CASE WHEN may_be_inside THEN 0 ELSE certain_low END) AS outside_low,
      sum_high(CASE WHEN is_inside THEN 0 ELSE count_high END) AS outside_high,
      sum(CASE WHEN {name} = 'unknown' THEN 0 ELSE certain_low END) AS known_low,
      sum_high(CASE WHEN {name} = 'unknown' THEN count_high ELSE 0 END) AS unknown_high
    FROM figure f GROUP BY ALL),
  linked AS (
    SELECT o.*, w.unexplained_high, w.whole_low, w.whole_high AS ceiling,
      CASE WHEN w.parts_are_all THEN w.whole_low END AS floor
    FROM own o JOIN chosen_whole w
      ON w.question = '{name}' AND w.breakdown_id = o.breakdown_id AND {wholes_agree})
  SELECT {of_linked},
    sum(greatest(inside_low, coalesce(floor - outside_high, 0))) AS certain,
    sum_high({possible}) AS possible,
    sum_high({not_stated}) AS not_stated,
    sum(whole_low) AS of_low, sum_high(ceiling) AS of_high, 'all' AS denominator,
    count(DISTINCT police_force) AS forces_in
  FROM linked l
  GROUP BY {of_linked};
COMMENT ON MACRO TABLE {name}_in IS
  'Counts certainly, and possibly, of a list of leaves or terms of {name}';
"
    )
}

/// `<dimension>_series(term)`: one series over the parts of a term, such as an offence that a later law cut into two.
pub(super) fn series(name: &str, key: &Key) -> String {
    let others: Vec<&str> = key.names.iter().map(String::as_str).filter(|column| *column != name).collect();
    let (columns, of_figure) =
        (others.join(", "), others.iter().map(|column| format!("f.{column}")).collect::<Vec<_>>().join(", "));
    format!(
        "
CREATE MACRO {name}_series(wanted) AS TABLE
  WITH series AS (SELECT leaf, in_force_from, in_force_to FROM {name}_term_leaf JOIN {name}_leaf USING (leaf)
    WHERE term = wanted),
  part AS (
    SELECT term, list(leaf ORDER BY leaf) AS leaves FROM {name}_term_leaf
    GROUP BY term HAVING bool_and(leaf IN (SELECT leaf FROM series))),
  figure AS (
    SELECT t.*, p.leaves, len(p.leaves) = (SELECT count(*) FROM series) AS is_whole
    FROM period_totals t JOIN part p ON p.term = t.{name}),
  -- A figure of the whole series is an alternative to those of its parts.
  used AS (
    SELECT f.* FROM figure f
    QUALIFY is_whole OR NOT bool_or(is_whole) OVER (PARTITION BY {of_figure}, f.police_force)),
  own AS (
    SELECT {columns}, period_from, period_to, police_force, list(DISTINCT {name} ORDER BY {name}) AS terms,
      list_distinct(flatten(list(leaves))) AS covered,
      -- Terms that share a leaf may share a case.
      CASE WHEN sum(len(leaves)) = len(list_distinct(flatten(list(leaves)))) THEN sum(count_low)
        ELSE max(count_low) END AS low,
      sum_high(count_high) AS high
    FROM used GROUP BY {columns}, period_from, period_to, police_force)
  SELECT {columns}, period_from, period_to, police_force, low AS count_low, high AS count_high, terms,
    (SELECT count(*) FROM series s
      WHERE coalesce(s.in_force_from <= own.period_to, true) AND coalesce(s.in_force_to >= own.period_from, true)
        AND NOT list_contains(own.covered, s.leaf)) AS leaves_left_out
  FROM own;
COMMENT ON MACRO TABLE {name}_series IS
  'Totals by force and period of everything that a term of {name} covers, added over its parts';
"
    )
}
