SELECT raw, label_status FROM raw_label WHERE label_status <> 'mapped'
