SELECT file_path, hidden_kind, sheet, place, items, looks_like_records FROM hidden_content ORDER BY ALL
