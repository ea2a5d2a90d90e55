SELECT stated_low, parts, parts_low, parts_high, balance FROM reconciliation ORDER BY ALL
