SELECT police_force, sum(count_low) AS counted FROM observation_all GROUP BY ALL ORDER BY ALL
