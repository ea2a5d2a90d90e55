SELECT return_id, supersedes, supersedes_only, is_current FROM "return" ORDER BY ALL
