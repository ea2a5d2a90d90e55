SELECT victim_age, suspect_age, count_low FROM observation_all
