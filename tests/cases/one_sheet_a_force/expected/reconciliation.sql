SELECT police_force, stated_low, parts_low, balance FROM reconciliation WHERE request = 'letter' ORDER BY ALL
