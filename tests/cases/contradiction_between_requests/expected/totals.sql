SELECT request, count_low, of_low FROM force_totals ORDER BY ALL
