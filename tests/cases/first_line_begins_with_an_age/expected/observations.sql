SELECT victim_age_from, relationship, count_low, cell FROM observation_all ORDER BY cell
