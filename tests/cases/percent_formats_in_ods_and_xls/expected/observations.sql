SELECT police_force, outcome, count_low, count_high FROM observation_all ORDER BY ALL
