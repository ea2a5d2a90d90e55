SELECT outcome, count_low, period FROM observation_all ORDER BY ALL
