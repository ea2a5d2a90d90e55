SELECT outcome, victim_age, count_low FROM observation ORDER BY ALL
