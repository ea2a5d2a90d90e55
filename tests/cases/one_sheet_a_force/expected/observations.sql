SELECT sheet, police_force, sum(count_low) AS counted FROM observation WHERE request = 'letter' GROUP BY ALL ORDER BY ALL
