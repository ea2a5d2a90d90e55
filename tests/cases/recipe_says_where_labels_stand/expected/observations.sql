SELECT police_force, relationship, period, count_low, cell FROM observation ORDER BY ALL
