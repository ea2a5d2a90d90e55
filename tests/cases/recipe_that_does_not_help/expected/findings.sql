SELECT DISTINCT severity, kind = 'layout-unneeded' AS unneeded FROM finding ORDER BY ALL
