-- Integer ages are labels; the total column of the second pivot is a total.
SELECT age_from, age_to, sum(count_low) FILTER (row_role = 'part')::BIGINT AS parts,
  max(count_low) FILTER (row_role = 'total') AS stated
FROM observation_all WHERE police_force = 'dvla' AND drivers = 'disqualified' AND age <> 'all' GROUP BY ALL ORDER BY age_from
