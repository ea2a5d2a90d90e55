SELECT kind, severity, sheet, cell, message, hint FROM finding ORDER BY ALL
