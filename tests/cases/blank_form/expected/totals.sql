SELECT police_force, count_low FROM force_totals
