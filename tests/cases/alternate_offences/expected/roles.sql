SELECT police_force, file_path, outcome, row_role, count_low, part_of IS NOT NULL AS inside FROM observation_all ORDER BY ALL
