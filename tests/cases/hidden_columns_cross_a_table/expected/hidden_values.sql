SELECT (SELECT count(*) FROM observation_all WHERE contains(raw_value, '4442') OR count_low = 4442) AS loaded,
  (SELECT count(*) FROM sheet_ledger WHERE numeric_sum >= 4442) AS summed,
  (SELECT count(*) FROM finding WHERE contains(message || hint, '4442')) AS found,
  (SELECT count(*) FROM raw_label WHERE contains(raw, '4442')) AS labels
