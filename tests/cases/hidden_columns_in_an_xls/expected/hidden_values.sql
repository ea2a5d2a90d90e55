SELECT (SELECT count(*) FROM observation_all WHERE contains(raw_value, '4444') OR count_low = 4444) AS loaded,
  (SELECT count(*) FROM sheet_ledger WHERE numeric_sum >= 4444) AS summed,
  (SELECT count(*) FROM finding WHERE contains(message || hint, '4444')) AS found,
  (SELECT count(*) FROM raw_label WHERE contains(raw, '4444')) AS labels
