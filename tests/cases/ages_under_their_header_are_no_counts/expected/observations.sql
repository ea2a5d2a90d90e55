SELECT victim_age_from, sex, count_low, cell FROM observation_all ORDER BY cell
