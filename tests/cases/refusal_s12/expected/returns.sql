SELECT police_force, return_status, reference, received, exemption, caveat FROM "return" ORDER BY ALL
