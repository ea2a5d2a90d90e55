SELECT outcome, count_low FROM observation_all
