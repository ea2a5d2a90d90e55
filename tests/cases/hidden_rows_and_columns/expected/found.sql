SELECT DISTINCT file_path, sheet FROM finding WHERE severity <> 'info' ORDER BY ALL
