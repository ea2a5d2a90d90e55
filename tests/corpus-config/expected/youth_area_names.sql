-- 160 areas and ten regions by their names; a region is the set of its areas, the nation all of them.
SELECT count(DISTINCT yot_area) FILTER (yot_area LIKE 'region%') AS regions,
  count(DISTINCT yot_area) FILTER (yot_area NOT LIKE 'region%' AND yot_area NOT IN ('all', 'unmapped', 'unknown')) AS areas,
  count(*) FILTER (yot_area = 'unmapped') AS unmapped
FROM observation_all WHERE request = 'youth-disposals'
