SELECT offence, outcome, count_low FROM observation ORDER BY ALL
