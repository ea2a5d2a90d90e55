SELECT outcome, count_low FROM observation ORDER BY ALL
