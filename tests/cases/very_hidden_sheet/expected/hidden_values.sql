SELECT (SELECT count(*) FROM observation_all WHERE contains(raw_value, '4445') OR count_low = 4445) AS loaded,
  (SELECT count(*) FROM sheet_ledger WHERE numeric_sum >= 4445) AS summed,
  (SELECT count(*) FROM finding WHERE contains(message || hint, '4445')) AS found,
  (SELECT count(*) FROM raw_label WHERE contains(raw, '4445')) AS labels
