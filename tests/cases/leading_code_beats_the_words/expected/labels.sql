SELECT raw, term, label_status FROM raw_label WHERE dimension = 'outcome' ORDER BY ALL
