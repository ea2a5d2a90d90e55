SELECT 'observation' AS source, count(*) AS leaks FROM observation_all
WHERE contains(raw_value || raw_labels, 'Jane')
UNION ALL SELECT 'finding', count(*) FROM finding WHERE contains(message || hint, 'Jane')
UNION ALL SELECT 'raw_label', count(*) FROM raw_label WHERE contains(raw, 'Jane')
