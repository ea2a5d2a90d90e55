-- Several labels share one code; 1A and 3A are rows of their own and add up like the others.
SELECT array_to_string(outcome_leaves, '|') AS code, sum(count_low)::BIGINT AS crimes
FROM observation WHERE police_force = 'humberside' AND outcome <> 'all' GROUP BY ALL ORDER BY code
