SELECT police_force, count_low, count_high, basis FROM force_totals
