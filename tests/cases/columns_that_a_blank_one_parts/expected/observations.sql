SELECT outcome, period_from, count_low, cell FROM observation_all ORDER BY cell
