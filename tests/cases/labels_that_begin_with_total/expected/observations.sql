SELECT outcome, row_role, count_low FROM observation_all ORDER BY ALL
