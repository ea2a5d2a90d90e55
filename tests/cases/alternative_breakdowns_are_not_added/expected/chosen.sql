SELECT question, count(*) AS breakdowns FROM chosen_breakdown GROUP BY ALL ORDER BY ALL
