SELECT police_force, period, relationship, outcome, count_low, cell FROM observation_all ORDER BY ALL
