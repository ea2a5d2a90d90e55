SELECT file_path, cell_role, numeric_cells, numeric_sum FROM sheet_ledger
WHERE numeric_cells > 0 ORDER BY ALL
