SELECT raw, term, label_status, decided_by FROM raw_label WHERE raw = 'Chargd'
