//! The views that do not depend on a dimension: what was chosen, the wholes, totals by force, coverage.

use super::Key;

/// The views as SQL. `meaning` are the columns that say what an observation is a count of.
pub(super) fn sql(key: &Key, meaning: &[String]) -> String {
    let each = |of: &dyn Fn(&String) -> String, between: &str| meaning.iter().map(of).collect::<Vec<_>>().join(between);
    let across = key.names.iter().filter(|name| !["request", "period"].contains(&name.as_str()));
    let both = |name: &String| format!("coalesce(e.{name}, l.{name}) AS {name}");
    BASE.replace("{KEY}", &key.columns)
        .replace("{SAME}", &key.agree("s", "t"))
        .replace("{ACROSS}", &across.cloned().collect::<Vec<_>>().join(", "))
        .replace("{MEANING}", &each(&|name| format!("o.{name}"), ", "))
        .replace("{MEANING_OF_BOTH}", &each(&both, ", "))
        .replace("{MEANING_AGREES}", &each(&|name| format!("e.{name} = l.{name}"), " AND "))
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
-- and how much of it the parts leave unexplained. A total that its own parts exceed bounds nothing.
CREATE VIEW chosen_whole AS
  WITH parts AS (
    SELECT question, {KEY}, police_force, breakdown_id,
      sum(certain_low) AS low, sum_high(count_high) AS high
    FROM chosen_observation GROUP BY ALL),
  -- A total that is itself withheld states nothing.
  stated AS (
    SELECT r.breakdown_id, t.period, r.stated_low, r.stated_high, r.parts_are_all
    FROM reconciliation r JOIN observation_all t ON t.observation_id = r.total_id
    WHERE r.sums_all AND r.stated_low IS NOT NULL AND (r.stated_high IS NULL OR r.stated_high >= r.parts_low)
    QUALIFY row_number() OVER (
      PARTITION BY r.breakdown_id, t.period
      ORDER BY r.stated_high - r.stated_low NULLS LAST, r.total_id) = 1)
  SELECT p.* EXCLUDE (low, high), p.low AS parts_low, p.high AS parts_high,
    CASE WHEN s.breakdown_id IS NULL THEN p.low ELSE greatest(s.stated_low, p.low) END AS whole_low,
    CASE WHEN s.breakdown_id IS NULL THEN p.high ELSE s.stated_high END AS whole_high,
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
      min(effective_from) AS effective_from, max(effective_to) AS effective_to,
      list(breakdown_id ORDER BY breakdown_id) AS breakdown_ids
    FROM figure GROUP BY {KEY}, police_force)
  SELECT {KEY}, police_force,
    'by force' AS partition, count_low, count_high, 'all forces that answered' AS denominator,
    sum(count_low) OVER whole AS of_low,
    CASE WHEN count(*) OVER whole = count(count_high) OVER whole THEN sum(count_high) OVER whole END AS of_high,
    count(*) OVER whole AS forces_in,
    CASE WHEN is_stated THEN 'stated total' ELSE 'sum of parts' END AS basis, effective_from, effective_to,
    breakdown_ids
  FROM own
  WINDOW whole AS (PARTITION BY {KEY});

-- What each force counted in each period with dates: a period of its own table, or the one its figures are of.
CREATE VIEW period_totals AS
  WITH kind AS (SELECT DISTINCT breakdown_id, period, period_kind FROM observation_all),
  split AS (
    SELECT {KEY}, police_force, any_value(period_kind) AS period_kind,
      sum(whole_low) AS count_low, sum_high(whole_high) AS count_high
    FROM chosen_whole JOIN kind USING (breakdown_id, period) WHERE question = 'period' GROUP BY ALL),
  own AS (
    FROM split
    UNION ALL BY NAME
    SELECT {KEY}, police_force, any_value(b.period_kind) AS period_kind, any_value(t.count_low) AS count_low,
      any_value(t.count_high) AS count_high
    FROM force_totals t JOIN (SELECT DISTINCT period, period_kind FROM breakdown) b USING (period)
    WHERE NOT EXISTS (SELECT 1 FROM split s WHERE s.police_force = t.police_force AND {SAME})
    GROUP BY {KEY}, police_force)
  SELECT {KEY}, period_kind, police_force, 'by force' AS partition, count_low, count_high,
    'all forces that answered' AS denominator,
    sum(count_low) OVER in_period AS of_low,
    CASE WHEN count(*) OVER in_period = count(count_high) OVER in_period THEN sum(count_high) OVER in_period END AS of_high,
    count(*) OVER in_period AS forces_in
  FROM own WHERE period_from IS NOT NULL AND period_to IS NOT NULL
  WINDOW in_period AS (PARTITION BY {KEY});

-- Periods compared over the forces that have a figure for each of them: the only fair trend.
CREATE MACRO panel_totals(periods) AS TABLE
  WITH wanted AS (SELECT * FROM period_totals WHERE list_contains(periods, period)),
  panel AS (
    SELECT {ACROSS}, police_force FROM wanted GROUP BY ALL HAVING count(DISTINCT period) = len(periods)),
  size AS (SELECT {ACROSS}, count(*) AS members FROM panel GROUP BY ALL)
  SELECT {KEY}, sum(count_low) AS count_low, sum_high(count_high) AS count_high,
    count(DISTINCT police_force) AS forces_in, list(DISTINCT police_force ORDER BY police_force) AS police_forces
  FROM wanted JOIN panel USING ({ACROSS}, police_force) JOIN size USING ({ACROSS})
  GROUP BY {KEY}
  -- Of several letters, those that all of the panel answered.
  HAVING count(DISTINCT police_force) = any_value(members);

COMMENT ON MACRO TABLE panel_totals IS
  'Totals of a list of periods over the forces that have a figure for each of them';

-- What a later return says of a slice that an earlier one of the same force and request had a figure for, or that only
-- one of the two has.
CREATE VIEW restatements AS
  WITH superseded AS (
    SELECT DISTINCT request, police_force FROM observation_all WHERE NOT is_current),
  -- What is left of a return that another superseded in part restates nothing.
  left_over AS (
    SELECT f.file_id FROM source_file f JOIN \"return\" r USING (return_id)
    WHERE r.supersedes IS NULL
      AND NOT EXISTS (SELECT 1 FROM \"return\" old WHERE old.return_id = r.return_id || '/replaced')
      AND EXISTS (SELECT 1 FROM \"return\" later WHERE later.supersedes = r.return_id
        AND later.return_status <> 'withdrawn' AND len(later.supersedes_only) > 0)),
  figure AS (
    SELECT {MEANING}, o.is_current, min(o.count_low) AS low, max(o.count_high) AS high,
      bool_and(o.count_high IS NOT NULL) AS is_bounded, list(o.observation_id ORDER BY o.observation_id) AS ids
    FROM observation_all o JOIN superseded USING (request, police_force)
    WHERE o.row_role IN ('part', 'total')
      AND NOT (o.is_current AND o.file_id IN (SELECT file_id FROM left_over)) GROUP BY ALL),
  earlier AS (FROM figure WHERE NOT is_current),
  later AS (FROM figure WHERE is_current)
  SELECT {MEANING_OF_BOTH},
    e.low AS earlier_low, CASE WHEN e.is_bounded THEN e.high END AS earlier_high,
    l.low AS later_low, CASE WHEN l.is_bounded THEN l.high END AS later_high,
    CASE WHEN l.ids IS NULL THEN 'only earlier' WHEN e.ids IS NULL THEN 'only later'
      WHEN (earlier_low, earlier_high) IS NOT DISTINCT FROM (later_low, later_high) THEN 'same'
      ELSE 'changed' END AS change,
    e.ids AS earlier_ids, l.ids AS later_ids
  FROM earlier e FULL OUTER JOIN later l ON {MEANING_AGREES}
  WHERE EXISTS (SELECT 1 FROM superseded s
    WHERE s.request = coalesce(e.request, l.request) AND s.police_force = coalesce(e.police_force, l.police_force));

CREATE VIEW coverage_summary AS
  SELECT request, question, coverage_status, count(*) AS forces_in,
    list(police_force ORDER BY police_force) AS police_forces
  FROM coverage GROUP BY ALL;
";
