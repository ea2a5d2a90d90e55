-- Tables 6 to 9: several reasons, factors, outcomes or places may be given for one incident, so nothing adds up across
-- the columns; each column has its incidents and its times.
SELECT sheet, CASE sheet WHEN 'Table_6' THEN reason WHEN 'Table_7' THEN impact_factor WHEN 'Table_8' THEN incident_outcome
    ELSE location END AS given,
  max(count_low) FILTER (unit = 'incident') AS incidents, max(count_low) FILTER (unit <> 'incident' AND row_role = 'total') AS times
FROM observation_all WHERE request = 'use-of-force' AND sheet BETWEEN 'Table_6' AND 'Table_9'
GROUP BY ALL HAVING given <> 'all' ORDER BY sheet, given
