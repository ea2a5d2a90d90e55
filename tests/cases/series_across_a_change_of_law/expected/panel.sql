SELECT period_from, offence, count_low, count_high, forces_in FROM panel_totals(['2022-04-01/2023-03-31', '2023-04-01/2024-03-31']) ORDER BY ALL
