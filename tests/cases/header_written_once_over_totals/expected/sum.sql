SELECT sum(count_low) AS low, sum_high(count_high) AS high FROM observation
