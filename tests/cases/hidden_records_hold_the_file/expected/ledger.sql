SELECT sheet, cell_role, cells FROM sheet_ledger WHERE contains(file_path, 'kent') ORDER BY ALL
