SELECT kind, severity, file_path, message LIKE '%config/layouts/kent.toml%told by%' AS says_why FROM finding ORDER BY ALL
