SELECT kind, severity, file_path, cell, hint FROM finding WHERE kind = 'unknown-force'
