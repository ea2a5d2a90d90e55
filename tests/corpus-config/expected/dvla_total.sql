SELECT cell, count_low, row_role FROM observation_all WHERE police_force = 'dvla' AND cell = 'G29'
