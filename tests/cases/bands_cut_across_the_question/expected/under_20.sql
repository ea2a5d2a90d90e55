SELECT certain, possible FROM age_under(20)
