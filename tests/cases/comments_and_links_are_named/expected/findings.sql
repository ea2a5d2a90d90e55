SELECT kind, severity, file_path, sheet, cell FROM finding ORDER BY ALL
