//! The views that do not depend on a dimension: what was chosen, the wholes, totals by force, coverage.

use super::Key;

/// The views as SQL.
pub(super) fn sql(key: &Key) -> String {
    BASE.replace("{KEY}", &key.columns)
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
    FROM chosen_observation GROUP BY ALL),
  -- A total that is itself withheld states nothing.
  stated AS (
    SELECT r.breakdown_id, t.period, r.stated_low, r.stated_high, r.parts_are_all
    FROM reconciliation r JOIN observation_all t ON t.observation_id = r.total_id
    WHERE r.sums_all AND r.stated_low IS NOT NULL
    QUALIFY row_number() OVER (
      PARTITION BY r.breakdown_id, t.period
      ORDER BY r.stated_high - r.stated_low NULLS LAST, r.total_id) = 1)
  SELECT p.* EXCLUDE (low, high), p.low AS parts_low, p.high AS parts_high,
    CASE WHEN s.breakdown_id IS NULL THEN p.low ELSE greatest(s.stated_low, p.low) END AS whole_low,
    CASE WHEN s.breakdown_id IS NULL THEN p.high
      WHEN s.stated_high IS NOT NULL THEN greatest(s.stated_high, p.low) END AS whole_high,
    CASE WHEN s.breakdown_id IS NULL OR s.parts_are_all THEN 0
      ELSE coalesce(greatest(0, s.stated_low - p.high), 0) END AS unexplained_low,
    CASE WHEN s.breakdown_id IS NULL OR s.parts_are_all THEN 0
      WHEN s.stated_high IS NOT NULL THEN greatest(0, s.stated_high - p.low) END AS unexplained_high,
    coalesce(s.parts_are_all, false) AS parts_are_all
  FROM parts p LEFT JOIN stated s ON s.breakdown_id = p.breakdown_id AND s.period = p.period;

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
