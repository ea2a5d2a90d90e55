SELECT grain, outcome, victim_age, sum(count_low) AS counted FROM observation GROUP BY ALL ORDER BY ALL
