SELECT sheet, cell, count_low, unit, row_role FROM observation_all
WHERE request = 'use-of-force' AND count_low = 427725 AND sheet <= 'Table_5' AND sheet > 'Table_1' AND sheet NOT IN ('Table_10', 'Table_11', 'Table_12')
ORDER BY sheet
