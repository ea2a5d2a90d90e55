SELECT dimension, term, request, count_low, other_request, other_low, relation, shared_from, shared_to
FROM overlap ORDER BY ALL
