SELECT cell_role, cells FROM sheet_ledger WHERE cell_role IN ('value', 'total', 'set_aside')
