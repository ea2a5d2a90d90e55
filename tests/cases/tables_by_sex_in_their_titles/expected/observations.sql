SELECT sex, outcome, count_low FROM observation ORDER BY ALL
