SELECT o.outcome, t.count_low, t.count_high FROM tightened t JOIN observation_all o USING (observation_id) ORDER BY ALL
