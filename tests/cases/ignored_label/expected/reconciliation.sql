SELECT stated_low, parts_low, residual_low, balance FROM reconciliation
