SELECT dimension, certain, possible, not_stated, of_low, of_high FROM age_under(18)
