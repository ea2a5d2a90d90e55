SELECT period, effective_from, effective_to FROM force_totals
