-- Table 11: two different labels, `Unknown` and `Not reported`, mean that nobody knows.
SELECT injury_level, sum(count_low) FILTER (row_role = 'part')::BIGINT AS parts,
  max(count_low) FILTER (row_role = 'total' AND cell LIKE '%11') AS stated
FROM observation_all WHERE request = 'use-of-force' AND sheet = 'Table_11' AND injury_level <> 'all' AND unit = 'incident'
GROUP BY ALL ORDER BY injury_level
