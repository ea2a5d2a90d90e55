SELECT (SELECT count(*) FROM observation_all WHERE contains(raw_value, '4446') OR count_low = 4446) AS loaded,
  (SELECT count(*) FROM sheet_ledger WHERE numeric_sum >= 4446) AS summed,
  (SELECT count(*) FROM finding WHERE contains(message || hint, '4446')) AS found,
  (SELECT count(*) FROM raw_label WHERE contains(raw, 'Zebedee')) AS labels
