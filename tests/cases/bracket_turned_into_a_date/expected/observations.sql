SELECT victim_age, victim_age_from, victim_age_to, count_low, raw_labels FROM observation ORDER BY ALL
