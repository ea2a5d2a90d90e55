SELECT police_force, unit, outcome, period, row_role, count_low, cell FROM observation_all ORDER BY ALL
