SELECT sex, outcome, row_role, count_low, cell FROM observation_all ORDER BY cell
