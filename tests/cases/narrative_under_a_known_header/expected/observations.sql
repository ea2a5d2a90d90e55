SELECT outcome, raw_labels FROM observation ORDER BY ALL
