SELECT outcome, row_role, raw_value, count_low, count_high, count_status FROM observation_all ORDER BY ALL
