SELECT police_force, count_low, count_high, of_low FROM force_totals ORDER BY ALL
