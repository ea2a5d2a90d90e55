SELECT outcome, row_role, count_low, count_high FROM observation_all ORDER BY ALL
