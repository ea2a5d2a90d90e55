SELECT police_force, count_low, count_high FROM force_totals
