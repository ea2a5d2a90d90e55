SELECT hidden_kind, place, items FROM hidden_content
