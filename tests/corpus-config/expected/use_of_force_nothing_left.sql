-- Every number of the seventeen tables is a value, a total or a label; a cover, a list of contents and notes hold no counts.
SELECT sheet, sum(numeric_cells) FILTER (cell_role = 'set_aside')::BIGINT AS set_aside FROM sheet_ledger
WHERE file_path LIKE 'use-of-force/%' AND sheet LIKE 'Table%' GROUP BY ALL HAVING set_aside > 0 ORDER BY sheet
