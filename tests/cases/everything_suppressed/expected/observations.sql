SELECT outcome, count_low, count_high, count_status, grain FROM observation_all ORDER BY ALL
