SELECT question, coverage_status FROM coverage ORDER BY ALL
