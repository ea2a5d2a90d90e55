SELECT o.period, o.outcome, whole.outcome AS inside
FROM observation_all o JOIN observation_all whole ON o.part_of = whole.observation_id ORDER BY ALL
