SELECT sheet, cell_role, cells, numeric_sum FROM sheet_ledger WHERE sheet IN ('ESSEX  Police', 'Sheet2') ORDER BY ALL
