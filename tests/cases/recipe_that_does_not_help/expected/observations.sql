SELECT count(*) AS observations FROM observation_all
