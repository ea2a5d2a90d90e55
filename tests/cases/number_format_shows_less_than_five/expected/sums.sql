SELECT sum(numeric_sum) AS added FROM sheet_ledger
