SELECT DISTINCT sheet FROM sheet_ledger
