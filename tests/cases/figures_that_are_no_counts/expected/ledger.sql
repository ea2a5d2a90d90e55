SELECT file_path, cell_role, cells, numeric_cells, numeric_sum FROM sheet_ledger WHERE cell_role IN ('value', 'total', 'figure', 'set_aside') ORDER BY ALL
