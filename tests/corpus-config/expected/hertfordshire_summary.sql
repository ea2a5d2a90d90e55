-- The summary above the records: every figure is there with its place, none is a record, and its last is a total.
SELECT cell, count_low, grain = 'record' AS is_record, row_role = 'total' AND cell = '14:2' AS is_grand_total
FROM observation_all
WHERE police_force = 'hertfordshire' AND TRY_CAST(split_part(cell, ':', 1) AS INT) < 19
ORDER BY TRY_CAST(split_part(cell, ':', 1) AS INT)
