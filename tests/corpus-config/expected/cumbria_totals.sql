-- Every stated total is checked: 1 of question 1a, 38 of 1b (32 rows, 5 columns, 1 corner).
SELECT residual_low, residual_high, count(*) AS totals, max(stated_low) AS largest
FROM reconciliation WHERE police_force = 'cumbria' GROUP BY ALL ORDER BY ALL
