-- 45 forces by 26 outcomes with lines that end in CR alone; blank cells are no rows, or hold nothing. Some outcomes cover
-- others by their codes, and no total proves that the columns are apart: such rows count in the high sum alone (law 4).
SELECT count(DISTINCT force_area) AS forces, count(*) FILTER (count_low > 0) AS figures, sum(count_high)::BIGINT AS outcomes
FROM observation_all WHERE request = 'unsolved-crime' AND is_current AND row_role IN ('part', 'nesting_unstated')
