SELECT file_path, sheet, is_current, row_role, sum(count_low) AS counted
FROM observation_all GROUP BY ALL ORDER BY ALL
