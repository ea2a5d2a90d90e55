SELECT file_path, count(*) > 0 AS said FROM finding GROUP BY ALL ORDER BY ALL
