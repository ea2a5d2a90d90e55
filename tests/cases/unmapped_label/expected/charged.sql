SELECT certain, possible, of_low FROM outcome_in(['1'])
