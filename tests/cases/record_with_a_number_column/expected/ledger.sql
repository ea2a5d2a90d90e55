SELECT cell_role, numeric_cells, numeric_sum FROM sheet_ledger WHERE cell_role = 'set_aside'
