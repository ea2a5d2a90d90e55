SELECT replace(raw, chr(27), 'ESC') AS raw, term FROM raw_label WHERE contains(raw, chr(27))
