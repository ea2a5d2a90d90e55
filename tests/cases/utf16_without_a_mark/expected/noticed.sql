SELECT kind, file_path FROM finding ORDER BY ALL
