SELECT sex, outcome, platform, count_low, cell FROM observation_all ORDER BY cell
