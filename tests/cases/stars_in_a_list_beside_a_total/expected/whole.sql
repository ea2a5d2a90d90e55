SELECT whole_low, whole_high, unexplained_low, unexplained_high, parts_are_all FROM chosen_whole WHERE question = 'outcome'
