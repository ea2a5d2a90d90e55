SELECT c.question, b.period, b.stated_low
FROM chosen_breakdown c JOIN breakdown b USING (breakdown_id) ORDER BY ALL
