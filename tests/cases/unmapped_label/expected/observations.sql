SELECT outcome, outcome_leaves, row_role, count_low, raw_labels FROM observation_all ORDER BY ALL
