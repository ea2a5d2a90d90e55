SELECT sum(certain_low) AS low, sum_high(count_high) AS high, police_force FROM chosen_observation WHERE question = 'outcome' GROUP BY police_force ORDER BY ALL
