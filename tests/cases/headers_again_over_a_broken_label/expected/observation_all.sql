SELECT o.cell, o.outcome, o.row_role, o.count_low, b.cell AS table_at FROM observation_all o JOIN breakdown b USING (breakdown_id) ORDER BY split_part(o.cell, ':', 1)::INTEGER
