SELECT request, police_force, count_low, count_high, of_low, forces_in FROM force_totals ORDER BY ALL
