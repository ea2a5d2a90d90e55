SELECT police_force, residual_low, residual_high, balance FROM reconciliation ORDER BY ALL
