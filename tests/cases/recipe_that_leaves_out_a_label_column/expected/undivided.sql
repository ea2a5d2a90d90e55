SELECT count(*) AS passed_off_as_not_split FROM observation_all WHERE outcome = 'all'
