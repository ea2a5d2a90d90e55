SELECT outcome, victim_age, earlier_low, later_low, change FROM restatements ORDER BY ALL
