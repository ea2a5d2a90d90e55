SELECT police_force, period_from, count_low, count_high, terms, leaves_left_out FROM offence_series('intimate_image_abuse') ORDER BY ALL
