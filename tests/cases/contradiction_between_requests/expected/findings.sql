SELECT kind, severity, count(*) AS times FROM finding GROUP BY ALL
