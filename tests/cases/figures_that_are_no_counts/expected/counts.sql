SELECT police_force, victim_age, outcome, period, row_role, count_low FROM observation_all ORDER BY ALL
