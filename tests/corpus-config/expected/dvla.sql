-- Two stacked pivots: the second counts some of the drivers of the first and is never added to it.
SELECT drivers, year(period_from) AS passed_in, count(DISTINCT age) FILTER (row_role = 'part') AS ages,
  sum(count_low) FILTER (row_role = 'part')::BIGINT AS parts, max(count_low) FILTER (row_role = 'total') AS stated
FROM observation_all WHERE police_force = 'dvla' AND unit = 'driver' AND period_to - period_from < 367
GROUP BY ALL ORDER BY drivers, passed_in
