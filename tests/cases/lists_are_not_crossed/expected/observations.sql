SELECT police_force, grain, outcome, victim_age, count(*) AS rows, sum(count_low) AS counted
FROM observation GROUP BY ALL ORDER BY ALL
