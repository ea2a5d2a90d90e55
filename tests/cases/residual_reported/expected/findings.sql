SELECT kind, severity, file_path, cell, message FROM finding
