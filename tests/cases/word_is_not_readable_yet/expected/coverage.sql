SELECT police_force, question, coverage_status FROM coverage ORDER BY ALL
