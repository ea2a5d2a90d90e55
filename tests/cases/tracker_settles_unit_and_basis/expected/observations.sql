SELECT DISTINCT unit, count_basis FROM observation
