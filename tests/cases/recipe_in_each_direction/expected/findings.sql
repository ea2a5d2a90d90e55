SELECT DISTINCT kind, severity, file_path FROM finding ORDER BY ALL
