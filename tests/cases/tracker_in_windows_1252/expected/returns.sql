SELECT return_id, return_status, caveat FROM "return" ORDER BY ALL
