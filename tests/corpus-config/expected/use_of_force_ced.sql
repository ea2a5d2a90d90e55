-- Table 13: two years, 43 forces, eight uses; the columns `Total non-discharge` and `Total discharge` and the sums of regions
-- are no more data.
SELECT period_from, period_to, count(DISTINCT force_area) FILTER (row_role = 'part') AS forces,
  sum(count_low) FILTER (row_role = 'part')::BIGINT AS parts,
  max(count_low) FILTER (row_role = 'total') AS stated,
  max(count_low) FILTER (row_role <> 'part' AND cell IN ('E5', 'E59')) AS not_discharged,
  max(count_low) FILTER (row_role <> 'part' AND cell IN ('J5', 'J59')) AS discharged
FROM observation_all WHERE request = 'use-of-force' AND sheet = 'Table_13' GROUP BY ALL ORDER BY period_from
