SELECT stated_low, parts_low, parts_high, residual_low, residual_high, balance FROM reconciliation
