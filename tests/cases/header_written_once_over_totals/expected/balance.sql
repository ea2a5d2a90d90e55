SELECT balance, count(*) AS times FROM reconciliation GROUP BY ALL ORDER BY ALL
