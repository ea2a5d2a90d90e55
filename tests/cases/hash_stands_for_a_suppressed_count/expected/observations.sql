SELECT outcome, raw_value, count_low, count_high, count_status FROM observation ORDER BY ALL
