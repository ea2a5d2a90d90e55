SELECT question, coverage_status, return_id FROM coverage ORDER BY ALL
