SELECT certain, possible FROM outcome_in(['caution', 'community_resolution'])
