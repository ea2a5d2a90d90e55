SELECT kind, cell, message FROM finding ORDER BY ALL
