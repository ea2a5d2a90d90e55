SELECT (SELECT count(*) FROM finding) AS findings, (SELECT count(*) FROM hidden_content) AS hidden
