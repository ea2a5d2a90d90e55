-- Table 10: the outer label stands once over three rows; `Total incidents` is a column first and a row last.
SELECT officer_injured, officer_assaulted, max(count_low) FILTER (row_role = 'total') AS incidents,
  sum(count_low) FILTER (row_role = 'part' AND injury_level = 'minor')::BIGINT AS minor,
  sum(count_low) FILTER (row_role = 'part' AND injury_level = 'severe')::BIGINT AS severe,
  sum(count_low) FILTER (row_role = 'part' AND injury_level = 'unknown')::BIGINT AS not_reported
FROM observation_all WHERE request = 'use-of-force' AND sheet = 'Table_10' AND officer_injured <> 'all' AND unit = 'incident'
GROUP BY ALL ORDER BY ALL
