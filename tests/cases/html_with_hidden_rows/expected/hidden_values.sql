SELECT (SELECT count(*) FROM observation_all WHERE contains(raw_value, '4447') OR count_low = 4447) AS loaded,
  (SELECT count(*) FROM sheet_ledger WHERE numeric_sum >= 4447) AS summed,
  (SELECT count(*) FROM finding WHERE contains(message || hint, '4447')) AS found,
  (SELECT count(*) FROM raw_label WHERE contains(raw, 'Zebedee')) AS labels
