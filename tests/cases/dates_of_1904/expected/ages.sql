SELECT victim_age, count_low, raw_labels FROM observation_all WHERE sheet = 'Reply' ORDER BY ALL
