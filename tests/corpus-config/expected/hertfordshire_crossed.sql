-- Lines are cases, so offence and outcome are crossed.
SELECT offence, count(*) FILTER (outcome = 'named_suspect_victim_does_not_support') AS victim_does_not_support, count(*) AS records
FROM observation WHERE police_force = 'hertfordshire' AND grain = 'record' GROUP BY ALL ORDER BY offence
