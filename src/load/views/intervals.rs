//! Questions about intervals: counts by bracket, and what lies between two bounds.

use super::{Key, at_most};

/// `<family>_counts`, `<family>_between(lo, hi)` and `<family>_under(n)`.
pub(super) fn counts(family: &str, dimensions: &[&str], key: &Key) -> String {
    let columns = &key.columns;
    let (of_part, of_figure) = (key.prefixed("p"), key.prefixed("f"));
    let (parts_agree, wholes_agree) = (key.agree("p", "w"), key.agree("o", "w"));
    let anywhere_agrees = key.agree("a", "p");
    let (brackets_agree, bands_agree, of_shared) = (key.agree("b", "c"), key.agree("p", "s"), key.prefixed("s"));
    let of_linked = key.prefixed("l");
    let possible = at_most("inside_high", "ceiling - outside_low");
    let not_stated = at_most("unknown_high + unexplained_high", "ceiling - known_low");
    let known = at_most("known_high", "ceiling - unknown_low");
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
-- total has beyond its parts. Where a total is stated, what the other brackets leave of it bounds both.
CREATE MACRO {family}_between(lo, hi) AS TABLE
  WITH figure AS (
    SELECT p.*, coalesce(term_from >= lo AND (hi IS NULL OR term_to <= hi), false) AS is_inside,
      term = 'unmapped' OR coalesce(term_from <= coalesce(hi, term_from) AND coalesce(term_to, lo) >= lo, false)
        AS may_be_inside
    FROM {family}_part p),
  own AS (
    SELECT {of_figure}, f.period_from, f.period_to, f.dimension, f.police_force, f.breakdown_id,
      sum(CASE WHEN is_inside THEN low ELSE 0 END) AS inside_low,
      sum_high(CASE WHEN may_be_inside THEN high ELSE 0 END) AS inside_high,
      sum(CASE WHEN may_be_inside THEN 0 ELSE low END) AS outside_low,
      sum_high(CASE WHEN is_inside THEN 0 ELSE high END) AS outside_high,
      sum(CASE WHEN term = 'unknown' THEN low ELSE 0 END) AS unknown_low,
      sum_high(CASE WHEN term = 'unknown' THEN high ELSE 0 END) AS unknown_high,
      sum(CASE WHEN term = 'unknown' THEN 0 ELSE low END) AS known_low,
      sum_high(CASE WHEN term = 'unknown' THEN 0 ELSE high END) AS known_high,
      count(CASE WHEN term <> 'unknown' THEN 1 END) > 0 AS is_known
    FROM figure f GROUP BY ALL),
  linked AS (
    SELECT o.*, w.unexplained_high,
      CASE WHEN w.parts_are_all THEN w.whole_low END AS floor, w.whole_high AS ceiling
    FROM own o JOIN chosen_whole w
      ON w.question = o.dimension AND w.breakdown_id = o.breakdown_id AND {wholes_agree})
  SELECT {of_linked}, l.dimension,
    sum(greatest(inside_low, coalesce(floor - outside_high, 0))) AS certain,
    sum_high({possible}) AS possible,
    sum_high({not_stated}) AS not_stated,
    sum(greatest(known_low, coalesce(floor - unknown_high, 0))) AS of_low,
    sum_high({known}) AS of_high,
    '{family} stated' AS denominator,
    count(DISTINCT CASE WHEN is_known THEN police_force END) AS forces_in
  FROM linked l
  GROUP BY {of_linked}, l.dimension;

CREATE MACRO {family}_under(n) AS TABLE FROM {family}_between(0, n - 1);

-- A cut that no bracket of any of the forces reaches across is one that all of them share.
CREATE MACRO {family}_bands(forces) AS TABLE
  WITH bracket AS (
    SELECT * FROM {family}_part WHERE list_contains(forces, police_force) AND term_from IS NOT NULL),
  -- A label nobody has decided may be of any band.
  anywhere AS (
    SELECT {columns}, dimension, sum_high(high) AS high FROM {family}_part
    WHERE list_contains(forces, police_force) AND term = 'unmapped' GROUP BY ALL),
  cut AS (SELECT DISTINCT {columns}, dimension, term_from AS cut FROM bracket),
  shared AS (
    SELECT c.* FROM cut c
    WHERE NOT EXISTS (SELECT 1 FROM bracket b WHERE {brackets_agree} AND b.dimension = c.dimension
      AND b.term_from < c.cut AND coalesce(b.term_to, c.cut) >= c.cut)),
  band AS (
    SELECT s.*, lead(cut) OVER (PARTITION BY {of_shared}, s.dimension ORDER BY cut) AS next_cut FROM shared s)
  SELECT {of_part}, p.dimension, s.cut AS band_from,
    CASE WHEN count(*) = count(p.term_to) THEN max(p.term_to) END AS band_to,
    sum(p.low) AS count_low,
    CASE WHEN bool_or(a.dimension IS NULL) THEN sum_high(p.high) ELSE sum_high(p.high) + any_value(a.high) END
      AS count_high,
    count(DISTINCT p.police_force) AS forces_in
  FROM band s JOIN bracket p ON {bands_agree} AND p.dimension = s.dimension AND p.term_from >= s.cut
    AND (s.next_cut IS NULL OR p.term_from < s.next_cut)
    LEFT JOIN anywhere a ON {anywhere_agrees} AND a.dimension = p.dimension
  GROUP BY {of_part}, p.dimension, s.cut;
COMMENT ON MACRO TABLE {family}_bands IS
  'Counts in the finest bands whose ends all of a list of forces share';
COMMENT ON MACRO TABLE {family}_between IS
  'Counts certainly, and possibly, from lo to hi, both included; NULL as hi is open';
COMMENT ON MACRO TABLE {family}_under IS 'Counts certainly, and possibly, below n';
"
    )
}
