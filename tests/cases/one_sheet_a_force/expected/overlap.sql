SELECT police_force, term, request, count_low, other_request, other_low, relation FROM overlap ORDER BY ALL
