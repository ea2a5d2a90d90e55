SELECT cell_role, cells FROM sheet_ledger
