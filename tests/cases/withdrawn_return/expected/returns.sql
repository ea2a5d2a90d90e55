SELECT return_id, return_status, is_current, caveat FROM "return" ORDER BY ALL
