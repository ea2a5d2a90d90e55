SELECT police_force, stated_low, parts, parts_low, balance FROM reconciliation ORDER BY ALL
