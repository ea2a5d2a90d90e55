SELECT police_force, period, count_low FROM force_totals
