SELECT sheet, police_force, sum(count_low) AS counted FROM observation_all WHERE row_role = 'part' GROUP BY ALL ORDER BY ALL
