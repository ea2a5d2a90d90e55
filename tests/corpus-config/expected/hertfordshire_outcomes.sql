-- 22 labels, each decided by its leading code; the one without a code by its words.
SELECT array_to_string(outcome_leaves, '|') AS code, count(*) AS records
FROM observation WHERE police_force = 'hertfordshire' AND grain = 'record' GROUP BY ALL ORDER BY code
