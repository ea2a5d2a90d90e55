SELECT file_path, outcome, victim_age, count_low FROM observation_all ORDER BY ALL
