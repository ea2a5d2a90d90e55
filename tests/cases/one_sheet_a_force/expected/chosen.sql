SELECT question, police_force, count(*) AS breakdowns FROM chosen_breakdown WHERE request = 'letter' GROUP BY ALL ORDER BY ALL
