-- Pounds are no counts: the file is refused whole, and says so.
SELECT (SELECT count(*) FROM observation_all WHERE request = 'refuge-funding') AS observations,
  (SELECT sum(numeric_cells) FILTER (cell_role IN ('value', 'total')) FROM sheet_ledger WHERE file_path LIKE 'refuge-funding/%')::BIGINT AS loaded,
  (SELECT count(*) > 0 FROM finding WHERE file_path LIKE 'refuge-funding/%') AS has_findings
