SELECT victim_age_from, victim_age_to, row_role, count_low, cell FROM observation_all ORDER BY cell
