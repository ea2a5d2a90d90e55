SELECT kind, severity, file_path, cell FROM finding ORDER BY ALL
