-- Three marginals side by side, of the same disposals: each adds up to the 73,022 stated.
SELECT split, label, sum(count_low) FILTER (row_role = 'part')::BIGINT AS parts,
  max(count_low) FILTER (row_role = 'total' AND cell_row = 32) AS stated
FROM (SELECT *, regexp_extract(cell, '[0-9]+')::INT AS cell_row,
    CASE WHEN age <> 'all' THEN 'age' WHEN gender <> 'all' THEN 'gender' WHEN ethnicity <> 'all' THEN 'ethnicity' END AS split,
    CASE WHEN age <> 'all' THEN age WHEN gender <> 'all' THEN gender ELSE ethnicity END AS label
  FROM observation_all WHERE request = 'youth-disposals' AND sheet = 'National')
WHERE cell_row BETWEEN 5 AND 32 AND split IS NOT NULL GROUP BY ALL ORDER BY split, label
