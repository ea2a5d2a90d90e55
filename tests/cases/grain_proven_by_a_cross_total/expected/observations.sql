SELECT sheet, grain, outcome = 'all' AS without_outcome, victim_age = 'all' AS without_age, period_kind, count(*) AS rows,
  sum(count_low) AS counted
FROM observation GROUP BY ALL ORDER BY ALL
