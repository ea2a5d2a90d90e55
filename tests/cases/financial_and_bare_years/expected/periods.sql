SELECT request, period, period_from, period_to, period_kind, sum(count_low) AS counted
FROM observation GROUP BY ALL ORDER BY ALL
