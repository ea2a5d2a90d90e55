SELECT police_force, coverage_status, return_id FROM coverage WHERE question = 'any' ORDER BY ALL
