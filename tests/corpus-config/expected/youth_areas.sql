-- Stacked areas: the first of each sheet is the sum of the others, except where the source says otherwise.
WITH stated AS (
  SELECT sheet, regexp_extract(cell, '[0-9]+')::INT AS cell_row, count_low FROM observation_all
  WHERE request = 'youth-disposals' AND row_role <> 'part' AND cell LIKE 'Q%' AND regexp_extract(cell, '[0-9]+')::INT % 32 = 0)
SELECT sheet, count(*) AS areas, max(count_low) FILTER (cell_row < 35) AS whole,
  sum(count_low) FILTER (cell_row > 35)::BIGINT AS areas_add_to
FROM stated GROUP BY ALL ORDER BY sheet
