SELECT count(*) AS observations FROM observation_all WHERE request = 'use-of-force' AND sheet IN ('Cover_sheet', 'Contents')
