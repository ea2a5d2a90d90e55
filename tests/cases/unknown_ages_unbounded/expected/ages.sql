SELECT certain, possible, not_stated FROM age_under(18)
