SELECT parts, stated_low, stated_high, parts_low, parts_high, residual_low, residual_high, balance
FROM reconciliation
