SELECT cell_role, cells, numeric_cells, numeric_sum FROM sheet_ledger ORDER BY ALL
