-- The row of incidents between the headers: tables 2 to 5 count the same 427,725 incidents four ways.
SELECT sheet, CASE sheet WHEN 'Table_2' THEN age WHEN 'Table_3' THEN gender WHEN 'Table_4' THEN ethnicity WHEN 'Table_5' THEN disability END AS subject, sum(count_low)::BIGINT AS incidents
FROM observation_all WHERE request = 'use-of-force' AND sheet IN ('Table_2', 'Table_3', 'Table_4', 'Table_5')
  AND unit = 'incident' AND row_role = 'part'
GROUP BY ALL ORDER BY sheet, subject
