SELECT o.unit, r.stated_low, r.parts, r.parts_low, r.balance
FROM reconciliation r JOIN observation_all o ON r.total_id = o.observation_id ORDER BY ALL
