SELECT outcome, row_role, count_low, count_high, raw_value FROM observation_all ORDER BY ALL
