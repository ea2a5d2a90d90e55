-- Tables 14 to 17: the parts over 43 forces, and what their `Total Tactics` rows state; the 35 rows of England and Wales
-- are sums of the others.
SELECT sheet, CASE sheet WHEN 'Table_14' THEN age WHEN 'Table_15' THEN gender WHEN 'Table_16' THEN ethnicity WHEN 'Table_17' THEN disability END AS subject, count(DISTINCT force_area) FILTER (row_role = 'part') AS forces,
  sum(count_low) FILTER (row_role = 'part')::BIGINT AS parts,
  sum(count_low) FILTER (row_role = 'total' AND regexp_extract(cell, '[0-9]+')::INT % 35 = 6)::BIGINT AS stated
FROM observation_all WHERE request = 'use-of-force' AND sheet IN ('Table_14', 'Table_15', 'Table_16', 'Table_17')
  AND force_area <> 'all' AND tactic NOT IN ('not_reported', 'tactical_communication') AND unit = 'tactic_use'
GROUP BY ALL HAVING subject <> 'all' ORDER BY sheet, subject
