SELECT police_force, period, count_low, count_high FROM force_totals ORDER BY ALL
