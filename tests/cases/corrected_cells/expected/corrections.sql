SELECT config_line, cell, correction_kind, corrected, is_applied FROM correction ORDER BY ALL
