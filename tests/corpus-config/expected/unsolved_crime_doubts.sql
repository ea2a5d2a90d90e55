-- `(blank)` is unknown; what `Unable to prosecute suspect` covers is still to be asked, so it is kept as unmapped.
SELECT outcome, sum(count_low)::BIGINT AS outcomes FROM observation_all
WHERE request = 'unsolved-crime' AND outcome IN ('unknown', 'unmapped') GROUP BY ALL ORDER BY outcome
