SELECT outcome, count_low, count_high, of_low, of_high FROM outcome_shares
WHERE denominator = 'all' AND partition = 'as given' ORDER BY ALL
