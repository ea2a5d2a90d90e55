SELECT outcome, count_low FROM observation_all ORDER BY ALL
