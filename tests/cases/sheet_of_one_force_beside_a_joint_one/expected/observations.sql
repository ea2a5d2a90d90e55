SELECT sheet, police_force, sum(count_low) AS counted FROM observation GROUP BY ALL ORDER BY ALL
