SELECT certain, possible, of_low, of_high FROM outcome_in(['charged', 'caution', 'community_resolution'])
