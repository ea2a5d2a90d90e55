SELECT outcome, victim_age, count_low, grain FROM observation ORDER BY ALL
