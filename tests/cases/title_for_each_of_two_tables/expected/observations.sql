SELECT police_force, period, outcome, count_low, cell FROM observation_all ORDER BY ALL
