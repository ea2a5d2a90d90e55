SELECT police_force, question, coverage_status FROM coverage WHERE request = 'letter' ORDER BY ALL
