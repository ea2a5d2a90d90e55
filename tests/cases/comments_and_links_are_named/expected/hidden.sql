SELECT hidden_kind, sheet, place, items FROM hidden_content ORDER BY ALL
