SELECT o.outcome, t.count_low, t.count_high, o.count_high AS stated_high
FROM tightened t JOIN observation_all o USING (observation_id)
