SELECT outcome, count_low, count_high, count_status, raw_value FROM observation_all ORDER BY ALL
