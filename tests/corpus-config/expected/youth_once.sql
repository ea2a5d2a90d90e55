-- 73,022, although regions stand on two sheets and every disposal in three marginals.
SELECT sum(count_low)::BIGINT AS low FROM force_totals WHERE request = 'youth-disposals'
