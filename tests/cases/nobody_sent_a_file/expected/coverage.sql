SELECT police_force, coverage_status FROM coverage WHERE question = 'any' ORDER BY ALL
