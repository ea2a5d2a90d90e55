SELECT (SELECT count(*) FROM observation_all WHERE contains(raw_value, '4448') OR count_low = 4448) AS loaded,
  (SELECT count(*) FROM sheet_ledger WHERE numeric_sum >= 4448) AS summed,
  (SELECT count(*) FROM finding WHERE contains(message || hint, '4448')) AS found,
  (SELECT count(*) FROM raw_label WHERE contains(raw, '4448')) AS labels
