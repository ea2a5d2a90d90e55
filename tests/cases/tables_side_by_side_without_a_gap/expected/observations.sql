SELECT outcome, sex, count_low, cell FROM observation ORDER BY ALL
