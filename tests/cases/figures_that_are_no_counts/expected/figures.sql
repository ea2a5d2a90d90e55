SELECT police_force, statistic, terms, period, stated_value, cell, raw_value FROM stated_figure ORDER BY ALL
