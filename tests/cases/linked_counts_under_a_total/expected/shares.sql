SELECT partition, outcome, count_low, count_high, of_low, of_high FROM outcome_shares WHERE denominator = 'all' AND partition = 'by leaves' ORDER BY ALL
