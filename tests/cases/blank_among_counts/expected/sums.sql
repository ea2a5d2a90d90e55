SELECT period, count_low, count_high, basis FROM force_totals ORDER BY ALL
