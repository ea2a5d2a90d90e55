SELECT o.file_path, o.cell, o.outcome, d.stated_low, d.other_low, len(d.breakdown_ids) AS tables FROM disagreement d JOIN observation_all o ON o.observation_id = d.total_id ORDER BY ALL
