SELECT police_force FROM force_totals
