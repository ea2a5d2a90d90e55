-- One observation a record; the five years as the force's own summary has them.
SELECT period_from, period_to, count(*) AS records, sum(count_low)::BIGINT AS counted
FROM observation WHERE police_force = 'hertfordshire' AND grain = 'record'
GROUP BY ALL ORDER BY period_from
