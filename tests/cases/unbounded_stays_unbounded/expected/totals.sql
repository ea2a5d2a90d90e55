SELECT police_force, count_low, count_high, of_low, of_high FROM force_totals ORDER BY ALL
