SELECT police_force, stated_low, parts_low, parts_high FROM breakdown ORDER BY ALL
