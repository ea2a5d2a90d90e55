-- Tables 2 to 5: the parts of a column add up to its `Total Tactics`: a row whose label ends with `of which` is a part and the
-- rows it is made of are not; a type without a finer kind is its own part, though its label begins with `Total`;
-- what the release leaves out of its total is asked for apart.
SELECT sheet, CASE sheet WHEN 'Table_2' THEN age WHEN 'Table_3' THEN gender WHEN 'Table_4' THEN ethnicity WHEN 'Table_5' THEN disability END AS subject, sum(count_low)::BIGINT AS times
FROM observation_all WHERE request = 'use-of-force' AND sheet IN ('Table_2', 'Table_3', 'Table_4', 'Table_5')
  AND unit = 'tactic_use' AND row_role = 'part' AND tactic NOT IN ('not_reported', 'tactical_communication')
GROUP BY ALL ORDER BY sheet, subject
