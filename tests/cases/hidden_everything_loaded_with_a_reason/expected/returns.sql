SELECT return_id, hidden_loaded, hidden_reason FROM "return"
