SELECT outcome, count_low, row_role FROM observation_all ORDER BY ALL
