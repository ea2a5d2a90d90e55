SELECT kind, severity, file_path, cell, message, hint FROM finding WHERE kind = 'supersedes-nothing' ORDER BY ALL
