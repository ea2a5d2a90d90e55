SELECT period_from, outcome, count_low, cell FROM observation_all ORDER BY cell
