-- One crosstab in two halves: fifteen hospitals.
SELECT CASE WHEN TRY_CAST(split_part(cell, ':', 1) AS INT) < 69 THEN 1 ELSE 2 END AS half, count(DISTINCT hospital) AS hospitals,
  sum(count_low)::BIGINT AS crimes
FROM observation WHERE police_force = 'cumbria' AND hospital <> 'all' AND outcome <> 'all' GROUP BY ALL ORDER BY half
