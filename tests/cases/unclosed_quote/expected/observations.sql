SELECT count_low, cell, raw_labels FROM observation_all ORDER BY cell
