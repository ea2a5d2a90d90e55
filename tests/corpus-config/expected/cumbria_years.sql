-- 1a and 1b are the same crimes, `2019/2020` and `2019/20` the same year.
SELECT period_from, period_to, max(count_low) FILTER (TRY_CAST(split_part(cell, ':', 1) AS INT) < 10) AS question_1a,
  sum(count_low) FILTER (offence <> 'all' AND row_role = 'part')::BIGINT AS question_1b,
  max(count_low) FILTER (row_role = 'total' AND cell LIKE '44:%') AS question_1b_total
FROM observation_all WHERE police_force = 'cumbria' AND hospital = 'all' AND outcome = 'all'
  AND period_to - period_from < 366
GROUP BY ALL ORDER BY period_from
