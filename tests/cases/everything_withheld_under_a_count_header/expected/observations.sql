SELECT outcome, count_low, count_high, cell FROM observation_all ORDER BY cell
