SELECT offence, count_low, of_low, forces_in FROM force_totals ORDER BY ALL
