SELECT outcome, sum(count_low) AS low, sum_high(count_high) AS high
FROM chosen_observation WHERE question = 'outcome' GROUP BY ALL ORDER BY ALL
