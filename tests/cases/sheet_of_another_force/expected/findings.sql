SELECT kind, severity, file_path, sheet, cell, message FROM finding ORDER BY ALL
