SELECT raw_labels, count_low, -count_low AS negative FROM observation ORDER BY ALL
