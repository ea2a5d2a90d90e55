SELECT outcome, count_low, count_high, grain FROM observation_all
