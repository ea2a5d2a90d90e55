SELECT police_force, period, relationship, sex, count_low, cell FROM observation_all ORDER BY ALL
