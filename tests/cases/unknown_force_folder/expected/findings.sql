SELECT kind, severity, file_path, cell, hint FROM finding ORDER BY ALL
