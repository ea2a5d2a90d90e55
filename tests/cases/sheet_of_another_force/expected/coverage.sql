SELECT police_force, coverage_status FROM coverage WHERE question = 'outcome' ORDER BY ALL
