-- 2,500 crimes once; and the two halves, being of different hospitals, add up to them.
SELECT sum(count_low)::BIGINT AS low, sum(count_high)::BIGINT AS high FROM force_totals WHERE police_force = 'cumbria'
