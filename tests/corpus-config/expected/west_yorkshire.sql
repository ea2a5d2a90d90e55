SELECT year(period_from) AS recorded, count(*) AS outcomes, sum(count_low)::BIGINT AS crimes
FROM observation WHERE police_force = 'west-yorkshire' AND offence = 'sexting_under_18' GROUP BY ALL ORDER BY recorded
