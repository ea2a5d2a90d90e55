SELECT outcome, row_role, earlier_low, earlier_high, later_low, later_high, change FROM restatements ORDER BY ALL
