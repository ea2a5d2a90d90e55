-- No figure of England and Wales in a table by force is one more part.
SELECT sheet, count(*) AS figures, count(*) FILTER (row_role = 'part') AS parts
FROM (SELECT sheet, row_role, regexp_extract(cell, '[0-9]+')::INT AS cell_row FROM observation_all
  WHERE request = 'use-of-force' AND sheet IN ('Table_12', 'Table_13', 'Table_14', 'Table_15', 'Table_16', 'Table_17'))
WHERE CASE sheet WHEN 'Table_12' THEN cell_row = 5 WHEN 'Table_13' THEN cell_row IN (5, 59) ELSE cell_row BETWEEN 6 AND 40 END
GROUP BY ALL ORDER BY sheet
