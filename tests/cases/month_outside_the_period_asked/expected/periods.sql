SELECT period, period_from, period_to, period_kind, count_low FROM observation ORDER BY ALL
