SELECT victim_age_from, outcome, period_from, count_low, cell FROM observation_all ORDER BY cell
