SELECT period_from, period_to, effective_from, effective_to FROM observation_all ORDER BY ALL
