SELECT kind, severity, cell, message FROM finding ORDER BY ALL
