-- No label of the three returns is left unmapped.
SELECT dimension, raw, label_status FROM raw_label WHERE request = 'hospital-crime' AND label_status <> 'mapped' ORDER BY ALL
