SELECT offence, period, outcome, count_low FROM observation_all ORDER BY ALL
