-- Section rows are labels of the rows below them; nineteen disposals in four groups.
SELECT tier, disposal, sum(count_low)::BIGINT AS disposals
FROM observation_all WHERE request = 'youth-disposals' AND sheet = 'National' AND row_role = 'part' AND gender <> 'all'
  AND regexp_extract(cell, '[0-9]+')::INT BETWEEN 5 AND 32
GROUP BY ALL ORDER BY tier, disposal
