SELECT raw_labels, count_low, cell FROM observation_all WHERE sheet = 'Months' ORDER BY cell
