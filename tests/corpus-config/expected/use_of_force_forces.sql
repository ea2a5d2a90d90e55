-- Table 12: 43 forces, ten sums of regions, one of England and Wales.
SELECT region, count(*) FILTER (row_role = 'part') AS forces, sum(count_low) FILTER (row_role = 'part')::BIGINT AS incidents,
  max(count_low) FILTER (row_role = 'subtotal') AS region_stated, max(count_low) FILTER (row_role = 'total') AS whole_stated
FROM observation_all WHERE request = 'use-of-force' AND sheet = 'Table_12' AND unit = 'incident' GROUP BY ALL ORDER BY region
