SELECT count_low, count_high FROM tightened
