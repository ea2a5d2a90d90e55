SELECT return_id, supersedes, is_current FROM "return" ORDER BY ALL
