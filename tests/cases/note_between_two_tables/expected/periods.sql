SELECT outcome, relationship, period, count_low FROM observation_all ORDER BY ALL
