SELECT police_force, count_low, of_low FROM force_totals
