SELECT dimension, term, request, other_request, count_low, other_low, relation FROM overlap ORDER BY ALL
