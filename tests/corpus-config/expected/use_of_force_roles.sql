-- Table 1 row by row: what is a sum, what lies inside the row above; uses and incidents are two units.
SELECT regexp_extract(cell, '[0-9]+')::INT AS cell_row,
  max(count_low) FILTER (unit = 'tactic_use') AS times, max(row_role) FILTER (unit = 'tactic_use') AS role,
  max(count_low) FILTER (unit = 'incident') AS incidents
FROM observation_all WHERE request = 'use-of-force' AND sheet = 'Table_1' GROUP BY ALL ORDER BY cell_row
