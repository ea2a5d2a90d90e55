SELECT row_role, count(*) AS rows, sum(count_low) AS counted FROM observation_all GROUP BY ALL ORDER BY ALL
