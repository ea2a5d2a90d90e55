SELECT stated_low, parts, parts_low, balance FROM reconciliation ORDER BY ALL
