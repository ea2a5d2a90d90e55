SELECT o.police_force, o.outcome, o.row_role, whole.outcome AS may_lie_inside
FROM observation_all o LEFT JOIN observation_all whole ON o.part_of = whole.observation_id
WHERE o.outcome = 'not_in_public_interest' ORDER BY ALL
