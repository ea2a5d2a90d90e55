SELECT outcome, raw_value, count_low, count_high FROM observation_all ORDER BY ALL
