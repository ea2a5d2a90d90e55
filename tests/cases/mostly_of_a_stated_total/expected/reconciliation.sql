SELECT stated_low, parts_low, parts_high, balance FROM reconciliation
