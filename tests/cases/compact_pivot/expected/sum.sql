SELECT coalesce(sum(count_low), 0) <= 10 AS counted_once FROM observation
