-- Two tables of the same crimes, neither with a total: years by offence and by outcome. 2024 is three months of it.
SELECT year(period_from) AS reported,
  sum(count_low) FILTER (offence <> 'all')::BIGINT AS by_offence, sum(count_low) FILTER (outcome <> 'all')::BIGINT AS by_outcome
FROM observation WHERE police_force = 'humberside' GROUP BY ALL ORDER BY reported
