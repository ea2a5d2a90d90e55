SELECT o.outcome, o.row_role, o.count_low, whole.outcome AS inside
FROM observation_all o LEFT JOIN observation_all whole ON o.part_of = whole.observation_id ORDER BY ALL
