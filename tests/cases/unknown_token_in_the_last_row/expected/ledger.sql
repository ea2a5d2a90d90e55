SELECT cell_role, cells FROM sheet_ledger WHERE cell_role IN ('value', 'set_aside', 'note') ORDER BY ALL
