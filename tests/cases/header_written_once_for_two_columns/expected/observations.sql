SELECT outcome, sex, period, count_low FROM observation ORDER BY period, sex, outcome
