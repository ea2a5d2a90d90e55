SELECT victim_age, victim_age_from, victim_age_to, outcome, unit, count_low, count_high
FROM observation ORDER BY victim_age_from
