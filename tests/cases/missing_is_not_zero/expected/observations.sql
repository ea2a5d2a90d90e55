SELECT outcome, period, count_low, count_high FROM observation_all ORDER BY ALL
