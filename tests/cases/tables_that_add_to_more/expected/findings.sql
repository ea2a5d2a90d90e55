SELECT kind, severity, file_path, cell, message FROM finding ORDER BY ALL
