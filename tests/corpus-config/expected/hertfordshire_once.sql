-- 4,492 crimes, whichever way they are asked for: not 8,984.
SELECT sum(count_low)::BIGINT AS low, sum(count_high)::BIGINT AS high FROM force_totals WHERE police_force = 'hertfordshire'
