SELECT DISTINCT severity, file_path FROM finding ORDER BY ALL
